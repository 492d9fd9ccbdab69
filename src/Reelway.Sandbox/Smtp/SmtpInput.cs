using System.Buffers;
using System.IO.Pipelines;

namespace Reelway.Sandbox.Smtp;

/// <summary>Reads lines from the network without ever holding more than one of them.</summary>
internal sealed class SmtpInput(PipeReader input)
{
    /// <summary>Longer lines come in pieces. The standard allows 1,000 bytes; others send more.</summary>
    private const int LongestPiece = 32 * 1024;

    /// <summary>A line with its line break, or a piece of a long one without; null at the end of the connection.</summary>
    public async ValueTask<byte[]?> ReadAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var result = await input.ReadAsync(cancellation);
            var buffer = result.Buffer;
            if (buffer.PositionOf((byte)'\n') is { } end)
            {
                return Take(buffer, buffer.GetPosition(1, end));
            }

            if (buffer.Length > LongestPiece)
            {
                // The last byte stays: it may be the first half of a line break.
                return Take(buffer, buffer.GetPosition(buffer.Length - 1));
            }

            input.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
            {
                return null;
            }
        }
    }

    private byte[] Take(ReadOnlySequence<byte> buffer, SequencePosition end)
    {
        var piece = buffer.Slice(0, end).ToArray();
        input.AdvanceTo(end);
        return piece;
    }
}
