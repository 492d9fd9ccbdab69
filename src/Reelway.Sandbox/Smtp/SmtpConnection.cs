using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Connections;

namespace Reelway.Sandbox.Smtp;

/// <summary>A command line without its line break.</summary>
internal sealed record SmtpLine(string Text, bool IsTooLong);

/// <summary>The content of a mail after dot-unstuffing; empty when it was too large.</summary>
internal sealed record SmtpData(ReadOnlyMemory<byte> Bytes, bool IsTooLarge);

/// <summary>Lines, mail content and replies on one network connection.</summary>
/// <param name="leave">Ends every wait: the caller is gone or the sandbox stops.</param>
internal sealed class SmtpConnection(ConnectionContext connection, TimeProvider time, TimeSpan idleLimit, CancellationToken leave)
{
    private readonly SmtpInput _input = new(connection.Transport.Input);

    /// <summary>Null at the end of the connection.</summary>
    public async Task<SmtpLine?> ReadLineAsync(int longest)
    {
        var isTooLong = false;
        while (await ReadAsync() is { } piece)
        {
            var isWhole = piece[^1] == (byte)'\n';
            isTooLong |= !isWhole || piece.Length > longest;
            if (isWhole)
            {
                return new SmtpLine(isTooLong ? "" : Encoding.UTF8.GetString(piece).TrimEnd('\r', '\n'), isTooLong);
            }
        }

        return null;
    }

    /// <summary>
    /// Reads up to a dot on a line of its own; null when the connection ended before. Only CR LF ends a line here, so that nobody
    /// can hide a second mail behind a bare line feed.
    /// </summary>
    public async Task<SmtpData?> ReadDataAsync(int largest)
    {
        var content = new ArrayBufferWriter<byte>();
        var isTooLarge = false;
        var atLineStart = true;
        while (await ReadAsync() is { } piece)
        {
            if (atLineStart && piece is [(byte)'.', (byte)'\r', (byte)'\n'])
            {
                return new SmtpData(isTooLarge ? default : content.WrittenMemory, isTooLarge);
            }

            var line = atLineStart && piece[0] == (byte)'.' ? piece.AsSpan(1) : piece;
            isTooLarge |= content.WrittenCount + line.Length > largest;
            if (!isTooLarge)
            {
                content.Write(line);
            }

            atLineStart = piece is [.., (byte)'\r', (byte)'\n'];
        }

        return null;
    }

    public async Task WriteAsync(SmtpReply reply)
        => await connection.Transport.Output.WriteAsync(Encoding.UTF8.GetBytes(reply.ToWire()), leave);

    /// <summary>False when the connection ended meanwhile.</summary>
    public async Task<bool> WaitAsync(TimeSpan wait)
    {
        try
        {
            await Task.Delay(wait, time, leave);
            return true;
        }
        catch (OperationCanceledException) when (leave.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Cuts the connection, at once or when the caller has had enough of the silence.</summary>
    public async Task LeaveAsync(bool hangFirst)
    {
        if (hangFirst)
        {
            await WaitAsync(Timeout.InfiniteTimeSpan);
        }

        Cut();
    }

    public void Cut() => connection.Abort(new ConnectionAbortedException("A fault on order cuts this connection."));

    private async Task<byte[]?> ReadAsync()
    {
        using var idle = new CancellationTokenSource(idleLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(idle.Token, leave);
        try
        {
            return await _input.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (idle.IsCancellationRequested)
        {
            await WriteAsync(new SmtpReply(421, "4.4.2 Silent for too long."));
            return null;
        }
    }
}
