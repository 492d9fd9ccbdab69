using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Reelway.Media;

/// <summary>The packets of one track of an MP4, read from its index without holding them: what it takes does not grow with the recording.</summary>
internal sealed class SampleTable
{
    /// <summary>Plain fields of the tables before their first entry: version and flags, and the number of entries; <c>stsz</c> has a size before that.</summary>
    private const int Fields = 8;
    private const int SizeFields = 12;

    private const int MostEdits = 16;

    /// <summary>What an edit list has in place of a time where nothing is shown for a while.</summary>
    private const int NothingShown = -1;

    /// <summary>Far more ticks than any recording has, and few enough to reckon with.</summary>
    private const long LongestShift = 1L << 50;

    private readonly Mp4Box _times;
    private readonly Mp4Box? _offsets;
    private readonly Mp4Box _chunks;
    private readonly Mp4Box _places;
    private readonly Mp4Box _sizes;
    private readonly Mp4Box? _keys;
    private readonly int _commonSize;

    private SampleTable(Mp4Box times, Mp4Box? offsets, Mp4Box chunks, Mp4Box places, Mp4Box sizes, Mp4Box? keys, int commonSize)
        => (_times, _offsets, _chunks, _places, _sizes, _keys, _commonSize) = (times, offsets, chunks, places, sizes, keys, commonSize);

    /// <summary>What the track is: <c>vide</c>, <c>soun</c>, …</summary>
    public required string Handler { get; init; }

    /// <summary>Ticks per second.</summary>
    public required long Timescale { get; init; }

    /// <summary>Number of packets.</summary>
    public required long Count { get; init; }

    /// <summary>What its packets are and how they are decoded (<c>stsd</c>); null where there is no such box.</summary>
    public required Mp4Box? Description { get; init; }

    /// <summary>What players add to the times of the packets, in ticks: the track's edit list; null where it has several parts.</summary>
    public required long? Shift { get; init; }

    /// <summary>The tracks in the order of the index; null in place of those that are laid out in another way, as in fragments.</summary>
    public static IReadOnlyList<SampleTable?> ReadAll(Stream file)
    {
        var index = Mp4Box.ReadAll(file).FirstOrDefault(box => box.Type == "moov");
        if (index.Type is null)
        {
            return [];
        }

        var boxes = index.Children(file);
        var fileScale = boxes.Where(box => box.Type == "mvhd").Select(box => Scale(file, box)).FirstOrDefault();
        return [.. boxes.Where(box => box.Type == "trak").Select(track => Read(file, track, fileScale))];
    }

    /// <summary>The packets in the order they are decoded. Ends early where the tables contradict each other, or have more in them than the file.</summary>
    public IEnumerable<IndexedSample> Samples(SafeFileHandle file)
    {
        var times = new RunLengths(file, _times);
        var offsets = _offsets is { } box ? new RunLengths(file, box) : null;
        var places = new IndexNumbers(file, _places.ContentStart + Fields, _places.End);
        var sizes = new IndexNumbers(file, _sizes.ContentStart + SizeFields, _sizes.End);
        var chunks = new ChunkLengths(file, _chunks);
        var keys = _keys is { } listed ? new IndexNumbers(file, listed.ContentStart + Fields, listed.End) : null;
        var nextKey = keys is not null && keys.TryRead(out var firstKey) ? firstKey : 0;
        var length = RandomAccess.GetLength(file);
        var (dts, place, left, room) = (0L, 0L, 0L, length);
        for (var number = 0L; number < Count; number++)
        {
            if (left == 0)
            {
                left = chunks.Next();
                if (left == 0 || !TryPlace(places, out place))
                {
                    yield break;
                }
            }

            uint size = (uint)_commonSize, offset = 0;
            if ((_commonSize == 0 && !sizes.TryRead(out size)) || size > int.MaxValue || !times.TryNext(out var duration) || (offsets is not null && !offsets.TryNext(out offset)))
            {
                yield break;
            }

            // A few bytes can state thousands of millions of packets, all at the same place or empty.
            room -= Math.Max(1, size);
            if (room < 0 || place < 0 || place > length - size)
            {
                yield break;
            }

            // Keys are counted from 1; without a list of them, every packet is one.
            var isKey = keys is null || nextKey == number + 1;
            if (isKey && keys is not null)
            {
                nextKey = keys.TryRead(out var key) ? key : 0;
            }

            // Offsets may be negative, whatever the version of the table says.
            yield return new IndexedSample(place, (int)size, dts, dts + (int)offset, isKey);
            dts += duration;
            place += size;
            left--;
        }
    }

    private bool TryPlace(IndexNumbers places, out long place)
    {
        if (_places.Type == "co64")
        {
            return places.TryReadLong(out place);
        }

        var found = places.TryRead(out var shortPlace);
        place = shortPlace;
        return found;
    }

    private static SampleTable? Read(Stream file, Mp4Box track, long fileScale)
    {
        if (track.Child(file, "mdia") is not { } media
            || media.Child(file, "mdhd") is not { } header
            || media.Child(file, "hdlr")?.Content(file, 12) is not { Length: 12 } handler
            || media.Child(file, "minf")?.Child(file, "stbl")?.Children(file) is not { } tables
            || Table("stts") is not { } times || Table("stsc") is not { } chunks || (Table("stco") ?? Table("co64")) is not { } places
            || Table("stsz") is not { } sizes || sizes.Content(file, SizeFields) is not { Length: SizeFields } count || Scale(file, header) is not (> 0 and var scale))
        {
            return null;
        }

        var common = BinaryPrimitives.ReadUInt32BigEndian(count.AsSpan(4));
        return common > int.MaxValue ? null : new SampleTable(times, Table("ctts"), chunks, places, sizes, Table("stss"), (int)common)
        {
            Description = Table("stsd"),
            Handler = System.Text.Encoding.Latin1.GetString(handler.AsSpan(8)),
            Timescale = scale,
            Count = BinaryPrimitives.ReadUInt32BigEndian(count.AsSpan(8)),
            Shift = ReadShift(file, track, fileScale, scale),
        };

        Mp4Box? Table(string type) => tables.Where(box => box.Type == type).Select(box => (Mp4Box?)box).FirstOrDefault();
    }

    /// <summary>Ticks per second of a header; those of version 1 have longer dates before it.</summary>
    private static long Scale(Stream file, Mp4Box header) => header.Content(file, 24) switch
    {
        [1, ..] and { Length: 24 } bytes => BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(20)),
        [0, ..] and { Length: >= 16 } bytes => BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(12)),
        _ => 0,
    };

    private static long? ReadShift(Stream file, Mp4Box track, long fileScale, long scale)
    {
        if (track.Child(file, "edts")?.Child(file, "elst") is not { } list)
        {
            return 0;
        }

        var bytes = list.Content(file, Fields + (MostEdits * 20));
        var entry = bytes is [1, ..] ? 20 : 12;
        var count = bytes.Length >= Fields ? BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(4)) : 0;
        var (waiting, shown) = ((Int128)0, (long?)null);
        for (var at = Fields; at + entry <= bytes.Length && count > 0; at += entry, count--)
        {
            var span = bytes.AsSpan(at);
            var (length, time) = entry == 20
                ? (BinaryPrimitives.ReadUInt64BigEndian(span), BinaryPrimitives.ReadInt64BigEndian(span[8..]))
                : (BinaryPrimitives.ReadUInt32BigEndian(span), BinaryPrimitives.ReadInt32BigEndian(span[4..]));
            if (time < NothingShown || (shown is not null && time != NothingShown))
            {
                return null;
            }

            if (time == NothingShown)
            {
                // Behind what is shown nothing follows: a second part would end this above.
                waiting += shown is null ? length : 0;
            }
            else
            {
                shown = time;
            }
        }

        if (count > 0 || shown is not { } from || (waiting > 0 && fileScale == 0))
        {
            return null;
        }

        // The wait is told in ticks of the file, rounded to those of the track.
        var shift = (waiting == 0 ? 0 : ((waiting * scale) + (fileScale / 2)) / fileScale) - from;
        return Int128.Abs(shift) < LongestShift ? (long)shift : null;
    }

    /// <summary>Entries of a number of packets and a value that they share.</summary>
    private sealed class RunLengths(SafeFileHandle file, Mp4Box box)
    {
        private readonly IndexNumbers _numbers = new(file, box.ContentStart + Fields, box.End);
        private uint _left;
        private uint _value;

        public bool TryNext(out uint value)
        {
            while (_left == 0)
            {
                if (!_numbers.TryRead(out _left) || !_numbers.TryRead(out _value))
                {
                    value = 0;
                    return false;
                }
            }

            _left--;
            value = _value;
            return true;
        }
    }

    /// <summary>Entries of a chunk's number, from 1, and how many packets it and those after it have.</summary>
    private sealed class ChunkLengths
    {
        private readonly IndexNumbers _numbers;
        private long _chunk;
        private uint _packets;
        private uint _nextChunk;
        private uint _nextPackets;
        private bool _more;

        public ChunkLengths(SafeFileHandle file, Mp4Box box)
        {
            _numbers = new IndexNumbers(file, box.ContentStart + Fields, box.End);
            ReadEntry();
        }

        /// <returns>Packets of the next chunk; 0 when that is not known.</returns>
        public long Next()
        {
            _chunk++;
            if (_more && _chunk >= _nextChunk)
            {
                _packets = _nextPackets;
                ReadEntry();
            }

            return _packets;
        }

        private void ReadEntry() => _more = _numbers.TryRead(out _nextChunk) && _numbers.TryRead(out _nextPackets) && _numbers.TryRead(out _);
    }
}
