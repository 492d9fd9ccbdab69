using System.Globalization;
using System.Text;

namespace Reelway.Contracts.Connectors;

/// <summary>Reads requests off a connection; of large bodies only the beginning is kept.</summary>
internal sealed class HttpRequestReader(Stream stream) : IAsyncDisposable
{
    private const int KeptBytes = 64 * 1024;

    private readonly BufferedStream _input = new(stream, 64 * 1024);

    /// <summary>The next request; null when the client closed the connection.</summary>
    public async Task<ReceivedRequest?> ReadAsync(CancellationToken cancellation)
    {
        if (await ReadLineAsync(cancellation) is not { Length: > 0 } first)
        {
            return null;
        }

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await ReadLineAsync(cancellation) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        if (headers.ContainsKey("Expect"))
        {
            // The client holds the body back for a second otherwise.
            await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), cancellation);
        }

        using var kept = new MemoryStream();
        var bytes = headers.ContainsKey("Transfer-Encoding")
            ? await ReadChunksAsync(kept, cancellation)
            : await CopyAsync(headers.TryGetValue("Content-Length", out var text) ? long.Parse(text, CultureInfo.InvariantCulture) : 0, kept, cancellation);
        var words = first.Split(' ');
        return new ReceivedRequest(words[0], words[1], headers, Encoding.Latin1.GetString(kept.ToArray()), bytes);
    }

    public ValueTask DisposeAsync() => _input.DisposeAsync();

    private async Task<long> ReadChunksAsync(MemoryStream kept, CancellationToken cancellation)
    {
        var total = 0L;
        while (true)
        {
            var size = long.Parse((await ReadLineAsync(cancellation) ?? "0").Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            total += await CopyAsync(size, kept, cancellation);
            await ReadLineAsync(cancellation);
            if (size == 0)
            {
                return total;
            }
        }
    }

    private async Task<long> CopyAsync(long count, MemoryStream kept, CancellationToken cancellation)
    {
        var buffer = new byte[64 * 1024];
        for (var left = count; left > 0;)
        {
            var read = await _input.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), cancellation);
            if (read == 0)
            {
                throw new EndOfStreamException("The client closed the connection within a request.");
            }

            kept.Write(buffer, 0, (int)Math.Min(read, Math.Max(0, KeptBytes - kept.Length)));
            left -= read;
        }

        return count;
    }

    private async Task<string?> ReadLineAsync(CancellationToken cancellation)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await _input.ReadAsync(one, cancellation) > 0)
        {
            if (one[0] == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append((char)one[0]);
        }

        return line.Length == 0 ? null : line.ToString();
    }
}
