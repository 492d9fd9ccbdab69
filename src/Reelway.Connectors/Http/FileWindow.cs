using System.Net;

namespace Reelway.Connectors;

/// <summary>Exactly these bytes of a file, streamed.</summary>
/// <param name="connector">The outside system that they go to.</param>
/// <param name="file">Seekable; nobody else reads it meanwhile.</param>
internal sealed class FileWindow(string connector, Stream file, long start, long bytes) : HttpContent
{
    private const int BufferBytes = 128 * 1024;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var buffer = new byte[(int)Math.Min(BufferBytes, Math.Max(1, bytes))];
        var left = bytes;
        file.Position = start;
        while (left > 0)
        {
            var count = await ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), cancellationToken);
            await stream.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            left -= count;
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = bytes;
        return true;
    }

    // What fails on this side must not look like a lost connection: nothing was accepted, so nothing is unknown.
    private async Task<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        int count;
        try
        {
            count = await file.ReadAsync(buffer, cancellation);
        }
        catch (IOException exception)
        {
            throw new ConnectorException(connector, CallFault.Transient, $"could not read the file that is uploaded: {exception.Message}", exception);
        }

        return count > 0 ? count : throw new ConnectorException(
            connector, CallFault.Permanent, "the file that is uploaded became shorter meanwhile; upload it again");
    }
}
