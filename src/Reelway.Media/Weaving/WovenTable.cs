namespace Reelway.Media;

/// <summary>The index of a track that grows while its packets are written.</summary>
internal sealed class WovenTable
{
    /// <summary>The most that one packet adds to the index of a picture, in bytes: a size, a duration, an offset and a key; and to that of sound, a size.</summary>
    public const int PictureBytes = 4 + 8 + 8 + 4;
    public const int SoundBytes = 4;

    /// <summary>The most that one chunk adds: its place and its number of packets.</summary>
    public const int ChunkBytes = 8 + 12;

    private readonly List<int> _sizes = [];
    private readonly List<(long Count, long Value)> _durations = [];
    private readonly List<(long Count, long Value)> _offsets = [];
    private readonly List<int> _keys = [];
    private readonly List<(long Place, int Count)> _chunks = [];
    private long _first;
    private long _last;

    /// <summary>Number of packets.</summary>
    public int Count => _sizes.Count;

    /// <summary>When the first packet is decoded, in ticks of the clip: before its beginning where frames are reordered.</summary>
    public long First => _first;

    /// <summary>The packets from here on follow one another in the file.</summary>
    public void BeginChunk(long place) => _chunks.Add((place, 0));

    /// <summary>Adds a packet.</summary>
    /// <exception cref="MediaException">It is decoded before the one before, or after it is shown.</exception>
    public void Add(WovenSample sample)
    {
        if (sample.Pts < sample.Dts || (Count > 0 && sample.Dts <= _last))
        {
            throw new MediaException(MediaFaultKind.Unusable, $"packets at a join do not follow one another (decoding time {sample.Dts} after {_last})");
        }

        if (Count == 0)
        {
            _first = sample.Dts;
        }
        else
        {
            Extend(_durations, sample.Dts - _last);
        }

        _last = sample.Dts;
        _sizes.Add(sample.Bytes);
        Extend(_offsets, sample.Pts - sample.Dts);
        if (sample.IsKey)
        {
            _keys.Add(Count);
        }

        var (place, count) = _chunks[^1];
        _chunks[^1] = (place, count + 1);
    }

    /// <summary>Ends the track: the last packet lasts until then.</summary>
    /// <param name="end">In ticks of the clip.</param>
    /// <returns>How long all packets last.</returns>
    public long End(long end)
    {
        // Where frames are reordered, the last one to be decoded is so before the end by as much as the first one is before the beginning.
        Extend(_durations, Math.Max(1, end + _first - _last));
        return _durations.Sum(run => run.Count * run.Value);
    }

    /// <summary>Writes the tables that tell where and when the packets are.</summary>
    public void Write(BoxWriter tables)
    {
        tables.FullBox("stts", 0, box => Runs(box, _durations));
        if (_offsets is not [{ Value: 0 }])
        {
            tables.FullBox("ctts", 0, box => Runs(box, _offsets));
        }

        if (_keys.Count < Count)
        {
            tables.FullBox("stss", 0, box => Numbers(box, _keys));
        }

        tables.FullBox("stsc", 0, Chunks);
        tables.FullBox("stsz", 0, box => Numbers(box.Number(0), _sizes));
        var far = _chunks[^1].Place > uint.MaxValue;
        tables.FullBox(far ? "co64" : "stco", 0, box =>
        {
            box.Number(_chunks.Count);
            foreach (var (place, _) in _chunks)
            {
                _ = far ? box.LongNumber(place) : box.Number(place);
            }
        });
    }

    private static void Extend(List<(long Count, long Value)> runs, long value)
    {
        if (runs.Count > 0 && runs[^1].Value == value)
        {
            runs[^1] = (runs[^1].Count + 1, value);
        }
        else
        {
            runs.Add((1, value));
        }
    }

    private static void Runs(BoxWriter box, List<(long Count, long Value)> runs)
    {
        box.Number(runs.Count);
        foreach (var (count, value) in runs)
        {
            box.Number(count).Number(value);
        }
    }

    private static void Numbers(BoxWriter box, List<int> numbers)
    {
        box.Number(numbers.Count);
        foreach (var number in numbers)
        {
            box.Number(number);
        }
    }

    /// <summary>Told only where chunks have another number of packets than the one before.</summary>
    private void Chunks(BoxWriter box)
    {
        var told = _chunks.Index().Where(chunk => chunk.Index == 0 || chunk.Item.Count != _chunks[chunk.Index - 1].Count).ToList();
        box.Number(told.Count);
        foreach (var (index, (_, count)) in told)
        {
            box.Number(index + 1).Number(count).Number(1);
        }
    }
}
