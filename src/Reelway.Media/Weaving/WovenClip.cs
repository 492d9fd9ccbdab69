using System.Buffers.Binary;

namespace Reelway.Media;

/// <summary>A clip whose packets can all be written by ourselves, since the recording's own index lists what is copied.</summary>
internal sealed class WovenClip : IDisposable
{
    /// <summary>Plain fields of a sample entry of sound before its boxes, and where they tell their version.</summary>
    private const int SoundFields = 28;
    private const int SoundVersion = 8;

    /// <summary>An entry has some hundred bytes.</summary>
    private const int LongestDescription = 64 * 1024;

    private readonly CutPlan _plan;
    private readonly SmartPlan _smart;
    private readonly PartFile _part;
    private readonly IReadOnlyList<ReadOnlyMemory<byte>> _sounds;
    private readonly List<FileStream> _opened = [];
    private Weave? _weave;

    private WovenClip(CutPlan plan, SmartPlan smart, PartFile part, IndexedPackets source, IReadOnlyList<ReadOnlyMemory<byte>> sounds)
        => (_plan, _smart, _part, Source, _sounds) = (plan, smart, part, source, sounds);

    /// <summary>The recording.</summary>
    public IndexedPackets Source { get; }

    /// <summary>True when all up to the end of the copied part is written.</summary>
    public bool HasMiddle { get; private set; }

    /// <returns>Null when the clip has to be joined in another way.</returns>
    public static WovenClip? Open(CutPlan plan, SmartPlan smart, PartFile part, CancellationToken cancellation)
    {
        var spliced = plan.Sound?.Tracks ?? [];
        if (plan.Bumpers.Count > 0 || plan.Captions is not null || spliced.Count != plan.Source.Audio.Count || plan.EndPts - plan.FirstPts > int.MaxValue)
        {
            return null;
        }

        var source = IndexedPackets.Open(plan, smart, [.. spliced.Select(one => (one.Track, (one.Plan.FirstJoin, one.Plan.JoinPlace)))], cancellation);
        List<ReadOnlyMemory<byte>> sounds = [.. (source?.SoundIndex ?? []).Select(one => SoundDescription(source!.File, one.Table)).OfType<ReadOnlyMemory<byte>>()];
        if (source is not null && sounds.Count == spliced.Count)
        {
            return new WovenClip(plan, smart, part, source, sounds);
        }

        source?.Dispose();
        return null;
    }

    /// <summary>Writes all up to the end of the copied part.</summary>
    /// <param name="head">The encoded beginning, its index with all parameter sets.</param>
    /// <param name="sound">The spliced tracks.</param>
    /// <param name="progress">Called with the share done.</param>
    public void WriteMiddle(string head, IReadOnlyList<AdtsTrack> sound, Action<double> progress, CancellationToken cancellation)
    {
        var beginning = Open(head);
        var copied = Source.PictureIndex.Table.Samples(Source.File.SafeFileHandle)
            .Select(sample => (Sample: sample, Pts: sample.Pts + Source.PictureIndex.Shift))
            .Where(one => one.Pts >= _smart.MiddlePts && one.Pts < _smart.TailPts)
            .Select((one, number) => Packet(Source.File, one.Sample, Source.PictureIndex.Shift - _plan.FirstPts, number == 0 ? _smart.ParameterSets : null));
        var picture = new WovenTrack(_plan.Video.TimeBase.Denominator, Encoded(beginning, 0).Concat(copied))
        {
            Description = PictureDescription(beginning.File),
            Shape = ParameterSetPatch.ShapeOf(beginning.File) ?? throw Unexpected(head),
            Length = _plan.EndPts - _plan.FirstPts,
        };
        List<WovenTrack> tracks = [picture, .. sound.Select(Sound)];
        var frames = _smart.HeadFrames + _smart.TailFrames + Source.Picture().LongCount(packet => packet.Pts >= _smart.MiddlePts && packet.Pts < _smart.TailPts);
        var packets = tracks.Skip(1).Sum(track => (track.Length / SplicePlan.Packet) + 4);
        var chunks = tracks.Count * (((long)_plan.ClipSeconds * 2) + 8);
        _weave = new Weave(_part.Content, tracks, WovenIndex.Room(frames, packets, chunks, tracks.Sum(track => track.Description.Length)));
        Writing(() => _weave.WriteMiddle(seconds => progress(Math.Clamp(seconds / (double)_plan.ClipSeconds, 0, 1)), cancellation));
        HasMiddle = true;
    }

    /// <summary>Writes the encoded end, and the index.</summary>
    /// <param name="tail">The encoded end.</param>
    public void Finish(string tail, CancellationToken cancellation)
    {
        var end = Open(tail);
        Writing(() => _weave!.Finish(Encoded(end, _smart.TailPts - _plan.FirstPts), cancellation));
    }

    public void Dispose()
    {
        _weave?.Dispose();
        _opened.ForEach(piece => piece.Dispose());
        Source.Dispose();
    }

    private (FileStream File, SampleTable Table, AvcConfiguration Sets) Open(string piece)
    {
        var file = new FileStream(piece, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        _opened.Add(file);
        return SampleTable.ReadAll(file) is [{ Handler: "vide", Shift: not null } table, ..] && table.Timescale == _plan.Video.TimeBase.Denominator && Mp4Layout.Read(file)?.Video is { } sets
            ? (file, table, sets)
            : throw Unexpected(piece);
    }

    private static IEnumerable<WovenSample> Encoded((FileStream File, SampleTable Table, AvcConfiguration Sets) piece, long begin)
        => piece.Table.Samples(piece.File.SafeFileHandle).Select((sample, number) => Packet(piece.File, sample, piece.Table.Shift!.Value + begin, number == 0 ? piece.Sets : null));

    /// <param name="shift">What is added to its times.</param>
    /// <param name="sets">What is put before it; null: nothing.</param>
    private static WovenSample Packet(FileStream file, IndexedSample sample, long shift, AvcConfiguration? sets)
    {
        var packet = new WovenSample(default, file.SafeFileHandle, sample.Place, sample.Size, sample.Dts + shift, sample.Pts + shift, sample.IsKey);
        return sets is null ? packet : packet.With(sets);
    }

    private WovenTrack Sound(AdtsTrack sound, int number)
    {
        var splice = sound.Splice!;
        var (table, shift) = Source.SoundIndex[number];
        var copied = table.Samples(Source.File.SafeFileHandle)
            .Where(sample => sample.Pts + shift >= splice.Join && sample.Pts + shift < splice.Leave)
            .Select(sample => new WovenSample(default, Source.File.SafeFileHandle, sample.Place, sample.Size, 0, 0, true));
        var length = _plan.Sound!.Tracks[number].Plan is { } plan ? plan.End - plan.Start : 0;
        var all = sound.Before.Select(Held).Concat(copied).Concat(sound.After.Select(Held))
            .Select((sample, place) => sample with { Dts = (place * (long)SplicePlan.Packet) - sound.LeadSamples, Pts = (place * (long)SplicePlan.Packet) - sound.LeadSamples })
            .TakeWhile(sample => sample.Dts < length);
        return new WovenTrack(sound.Track.SampleRate, all) { Description = _sounds[number], Language = sound.Track.Language ?? "und", Length = length };
    }

    private static WovenSample Held(AdtsFrame frame) => new(frame.Content, null, 0, 0, 0, 0, true);

    /// <summary>The picture's, without the rates of the encoded beginning, which are none of the clip's.</summary>
    private static ReadOnlyMemory<byte> PictureDescription(FileStream head)
    {
        var path = Mp4Layout.Read(head)!.PathToConfiguration;
        var (entry, fields) = (path[^2], path[^2].Content(head, Mp4Layout.VisualEntryFields));
        using var description = new BoxWriter();
        description.Zeros(4).Number(1).Box(entry.Type, box =>
        {
            box.Bytes(fields);
            foreach (var part in entry.Children(head, Mp4Layout.VisualEntryFields).Where(part => part.Type != "btrt"))
            {
                box.Box(part.Type, copy => copy.Bytes(part.Content(head, LongestDescription)));
            }
        });
        return description.Written.ToArray();
    }

    /// <summary>The recording's own; null where it is not that of an MP4.</summary>
    private static ReadOnlyMemory<byte>? SoundDescription(FileStream file, SampleTable table)
    {
        if (table.Description is not { } description || description.Content(file, LongestDescription) is not { Length: > 8 } bytes
            || description.Children(file, 8) is not [{ Type: "mp4a" } entry] || BinaryPrimitives.ReadUInt16BigEndian(entry.Content(file, SoundFields).AsSpan(SoundVersion)) != 0
            || entry.Child(file, "esds", SoundFields) is null || bytes.Length != description.End - description.ContentStart)
        {
            return null;
        }

        return bytes;
    }

    private MediaException Unexpected(string piece)
        => new(MediaFaultKind.Unusable, $"{Path.GetFileName(piece)}, an encoded end of {_plan.Source.Name}, is not laid out as expected");

    private void Writing(Action write)
    {
        try
        {
            write();
        }
        catch (IOException fault)
        {
            throw MediaException.IsDiskFull(fault)
                ? MediaException.NoSpace(_part.Path, fault)
                : new MediaException(MediaFaultKind.Failed, $"{_part.Path} cannot be written: {fault.Message}", fault);
        }
    }
}
