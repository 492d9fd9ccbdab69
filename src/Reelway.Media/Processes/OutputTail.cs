using System.Text;

namespace Reelway.Media;

/// <summary>Reads a stream to its end and keeps only the last bytes: a tool that complains without end must neither block nor fill our memory.</summary>
internal sealed class OutputTail(int limitBytes)
{
    private readonly byte[] _ring = new byte[limitBytes];
    private long _total;

    public async Task DrainAsync(Stream stream)
    {
        var chunk = new byte[16 * 1024];
        while (await stream.ReadAsync(chunk, CancellationToken.None) is var count and > 0)
        {
            lock (_ring)
            {
                foreach (var one in chunk.AsSpan(0, count))
                {
                    _ring[_total++ % _ring.Length] = one;
                }
            }
        }
    }

    public override string ToString()
    {
        lock (_ring)
        {
            var kept = (int)Math.Min(_total, _ring.Length);
            var first = (int)((_total - kept) % _ring.Length);
            byte[] bytes = [.. _ring.AsSpan(first, Math.Min(kept, _ring.Length - first)), .. _ring.AsSpan(0, Math.Max(0, first + kept - _ring.Length))];
            return Encoding.UTF8.GetString(bytes);
        }
    }
}
