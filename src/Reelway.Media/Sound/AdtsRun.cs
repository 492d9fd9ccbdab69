using Microsoft.Win32.SafeHandles;

namespace Reelway.Media;

/// <summary>A long file of AAC packets, of which only those near both ends are held: the rest is copied as bytes.</summary>
internal sealed class AdtsRun
{
    /// <summary>Packets held at each end: those among which a place for a join is looked for, and their neighbours.</summary>
    private const int Held = SplicePlan.Candidates + 2;

    private readonly string _path;
    private readonly List<(AdtsFrame Frame, long Place)> _first = [];
    private readonly Queue<(AdtsFrame Frame, long Place)> _last = new();

    private AdtsRun(string path) => _path = path;

    /// <summary>Number of packets.</summary>
    public int Count { get; private set; }

    /// <summary>A packet near either end.</summary>
    public AdtsFrame this[int index] => At(index).Frame;

    /// <returns>Null when the file is none of this kind.</returns>
    public static async Task<AdtsRun?> ReadAsync(string path, CancellationToken cancellation)
    {
        var run = new AdtsRun(path);
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 256 * 1024);
        var header = new byte[AdtsFrame.ShortHeader];
        while (await file.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, cancellation) is var read and > 0)
        {
            if (read < header.Length || AdtsFrame.LengthOf(header) is not { } length)
            {
                return null;
            }

            // The memory of a packet that is not held any more takes the next one.
            var place = file.Position - header.Length;
            var bytes = run.Count < 2 * Held ? new byte[AdtsFrame.Longest] : run.Release();
            header.CopyTo(bytes, 0);
            if (await file.ReadAtLeastAsync(bytes.AsMemory(header.Length, length - header.Length), length - header.Length, throwOnEndOfStream: false, cancellation) < length - header.Length)
            {
                return null;
            }

            run.Take(new AdtsFrame(bytes.AsMemory(0, length)), place);
        }

        return run;
    }

    /// <summary>The packets of a recording whose index lists them: only those near both ends are read.</summary>
    /// <param name="packets">All of them, with those before and after.</param>
    /// <param name="from">Time of the first one.</param>
    /// <param name="until">Time of the first one that is none of them.</param>
    /// <param name="like">A packet of the same format.</param>
    /// <returns>Null when one is missing.</returns>
    public static AdtsRun? Of(IEnumerable<RecordedPacket> packets, SafeFileHandle file, long from, long until, AdtsFrame like)
    {
        var run = new AdtsRun("");
        var count = (until - from) / SplicePlan.Packet;
        foreach (var packet in packets.Where(packet => packet.Pts >= from && packet.Pts < until))
        {
            if (packet.Pts != from + (run.Count * (long)SplicePlan.Packet) || packet.Size > AdtsFrame.Longest - AdtsFrame.ShortHeader)
            {
                return null;
            }

            if (run.Count >= Held && run.Count < count - Held)
            {
                run.Count++;
                continue;
            }

            var bytes = new byte[packet.Size];
            if (RandomAccess.Read(file, bytes, packet.Place) < bytes.Length)
            {
                return null;
            }

            run.Take(like.With(bytes), packet.Place);
        }

        return run.Count == count ? run : null;
    }

    /// <summary>Writes the packets from one up to another, both near an end.</summary>
    public async Task CopyAsync(int from, int until, Stream output, CancellationToken cancellation)
    {
        await using var file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        file.Position = At(from).Place;
        var left = At(until).Place - file.Position;
        var chunk = new byte[256 * 1024];
        while (left > 0)
        {
            var read = await file.ReadAtLeastAsync(chunk, (int)Math.Min(left, chunk.Length), throwOnEndOfStream: true, cancellation);
            var count = (int)Math.Min(read, left);
            await output.WriteAsync(chunk.AsMemory(0, count), cancellation);
            left -= count;
        }
    }

    private (AdtsFrame Frame, long Place) At(int index) => index < _first.Count ? _first[index] : _last.ElementAt(index - (Count - _last.Count));

    private void Take(AdtsFrame frame, long place)
    {
        if (_first.Count < Held)
        {
            _first.Add((frame, place));
        }
        else
        {
            _last.Enqueue((frame, place));
        }

        Count++;
    }

    private byte[] Release()
        => System.Runtime.InteropServices.MemoryMarshal.TryGetArray(_last.Dequeue().Frame.Bytes, out var bytes) ? bytes.Array! : new byte[AdtsFrame.Longest];
}
