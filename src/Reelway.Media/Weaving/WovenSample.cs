using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Reelway.Media;

/// <summary>A packet of the clip before it is written: bytes that are held, and behind them a piece of a file.</summary>
/// <param name="Held">Written first; may be empty.</param>
/// <param name="File">Has the rest; null where there is none.</param>
/// <param name="Place">Where that begins.</param>
/// <param name="Size">Number of its bytes.</param>
/// <param name="Dts">When it is decoded, in ticks of its track from the first moment of the clip on.</param>
/// <param name="Pts">When it is shown.</param>
/// <param name="IsKey">A decoder may begin here.</param>
internal readonly record struct WovenSample(ReadOnlyMemory<byte> Held, SafeFileHandle? File, long Place, int Size, long Dts, long Pts, bool IsKey)
{
    /// <summary>A mark of where a picture begins; nothing of that picture may come before it.</summary>
    private const int Delimiter = 9;

    private const int DelimiterBytes = 6;

    /// <summary>A packet that an index lists.</summary>
    /// <param name="shift">What is added to its times.</param>
    /// <param name="sets">What is put before it; null: nothing.</param>
    public static WovenSample Of(SafeFileHandle file, IndexedSample listed, long shift, AvcConfiguration? sets)
    {
        var packet = new WovenSample(default, file, listed.Place, listed.Size, listed.Dts + shift, listed.Pts + shift, listed.IsKey);
        return sets is null ? packet : packet.With(sets);
    }

    public int Bytes => Held.Length + Size;

    /// <summary>The same with parameter sets in front, for decoders that look for them in the stream alone.</summary>
    public WovenSample With(AvcConfiguration sets)
    {
        using var held = new MemoryStream();
        var start = new byte[DelimiterBytes];
        var skipped = 0;
        if (Size > DelimiterBytes && RandomAccess.Read(File!, start, Place) == start.Length && start is [0, 0, 0, 2, var kind, _] && (kind & 31) == Delimiter)
        {
            held.Write(start);
            skipped = start.Length;
        }

        Span<byte> length = stackalloc byte[4];
        foreach (var set in sets.Sequence.Concat(sets.Picture))
        {
            BinaryPrimitives.WriteInt32BigEndian(length, set.Length);
            held.Write(length);
            held.Write(set);
        }

        return this with { Held = held.ToArray(), Place = Place + skipped, Size = Size - skipped };
    }
}
