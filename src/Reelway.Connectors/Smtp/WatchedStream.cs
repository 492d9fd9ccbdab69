namespace Reelway.Connectors.Smtp;

/// <summary>The last part of a mail, which remembers when it was read to its end for sending.</summary>
/// <remarks>
/// The end tells what no exception does: the line with the dot, upon which a server takes a mail, is sent only after it.
/// Until then a mail can't have been accepted (RFC 5321, 4.1.1.4: without that line the server discards what it has).
/// What is read is sent in pieces of some kilobytes, so a mail cut within its last piece counts as possibly taken too.
/// </remarks>
/// <param name="sending">False while the part is only measured.</param>
internal sealed class WatchedStream(byte[] content, Func<bool> sending) : MemoryStream(content, writable: false)
{
    private int _ended;

    public bool Ended => Volatile.Read(ref _ended) != 0;

    public override int Read(byte[] buffer, int offset, int count) => Watched(base.Read(buffer, offset, count));

    public override int Read(Span<byte> buffer) => Watched(base.Read(buffer));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        => Watched(await base.ReadAsync(buffer, cancellationToken));

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => Watched(await base.ReadAsync(buffer.AsMemory(offset, count), cancellationToken));

    // The last bytes can come with the read before the one that finds nothing more.
    private int Watched(int count)
    {
        if (Position >= Length && sending())
        {
            Volatile.Write(ref _ended, 1);
        }

        return count;
    }
}
