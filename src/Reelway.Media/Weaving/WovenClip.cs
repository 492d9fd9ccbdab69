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
    private readonly WovenPieces _pieces;
    private Weave? _weave;

    private WovenClip(CutPlan plan, SmartPlan smart, PartFile part, IndexedPackets source, IReadOnlyList<ReadOnlyMemory<byte>> sounds)
        => (_plan, _smart, _part, Source, _sounds, _pieces) = (plan, smart, part, source, sounds, new WovenPieces(plan));

    /// <summary>The recording.</summary>
    public IndexedPackets Source { get; }

    /// <summary>True when all up to the end of the copied part is written.</summary>
    public bool HasMiddle { get; private set; }

    /// <returns>Null when the clip has to be joined in another way.</returns>
    public static WovenClip? Open(CutPlan plan, SmartPlan smart, PartFile part, CancellationToken cancellation)
    {
        var spliced = plan.Sound?.Tracks ?? [];

        // Headers have room for lengths of four bytes.
        if (plan.ClipTicks > int.MaxValue)
        {
            return null;
        }

        var source = IndexedPackets.Open(plan, smart, [.. spliced.Select(one => (one.Track, (one.Plan.FirstJoin, one.Plan.JoinPlace)))], cancellation);
        List<ReadOnlyMemory<byte>> sounds = [.. (source?.SoundIndex ?? []).Zip(spliced, (one, track) => SoundDescription(source!.File, one.Table, track.Track)).OfType<ReadOnlyMemory<byte>>()];
        if (source is not null && sounds.Count == spliced.Count)
        {
            return new WovenClip(plan, smart, part, source, sounds);
        }

        source?.Dispose();
        return null;
    }

    /// <summary>Writes all up to the end of the copied part.</summary>
    /// <param name="pieces">The encoded pieces as far as they are made; the index of the first has all parameter sets.</param>
    /// <param name="captions">An MP4 with the captions; null: none.</param>
    /// <param name="progress">Called with the share done.</param>
    public void WriteMiddle(SmartPieces pieces, string? captions, Action<double> progress, CancellationToken cancellation)
    {
        var copied = Source.PictureIndex.Samples(Source.File.SafeFileHandle)
            .Where(sample => sample.Pts >= _smart.MiddlePts && sample.Pts < _smart.TailPts)
            .Select((sample, number) => WovenSample.Of(Source.File.SafeFileHandle, sample, _plan.IntroTicks - _plan.FirstPts, number == 0 ? _smart.ParameterSets : null));
        var beginning = pieces.Intro is { } intro ? _pieces.Picture(intro, 0) : [];
        var picture = _pieces.Describe(pieces.Intro ?? pieces.Head, beginning.Concat(_pieces.Picture(pieces.Head, _plan.IntroTicks)).Concat(copied));
        List<WovenTrack> sounds = [.. pieces.Sound.Select((sound, number) => sound.Splice is { } splice ? Spliced(sound, splice, number) : _pieces.Sound(sound))];
        List<WovenTrack> tracks = [picture, .. sounds, .. captions is null ? [] : (WovenTrack[])[_pieces.Captions(captions, _plan.Captions!)]];
        _weave = new Weave(_part.Content, tracks, Room(tracks, sounds));
        Writing(() => _weave.WriteMiddle(seconds => progress(Math.Clamp(seconds / (double)_plan.ClipSeconds, 0, 1)), cancellation));
        HasMiddle = true;
    }

    /// <summary>Writes the encoded end, and the index.</summary>
    /// <param name="pieces">The encoded pieces.</param>
    public void Finish(SmartPieces pieces, CancellationToken cancellation)
    {
        var end = _pieces.Picture(pieces.Tail, _plan.IntroTicks + _smart.TailPts - _plan.FirstPts);
        var after = pieces.Outro is { } outro ? _pieces.Picture(outro, _plan.IntroTicks + _plan.EndPts - _plan.FirstPts) : [];
        Writing(() => _weave!.Finish(end.Concat(after), cancellation));
    }

    public void Dispose()
    {
        _weave?.Dispose();
        _pieces.Dispose();
        Source.Dispose();
    }

    /// <summary>Bytes that the index will take at most.</summary>
    private long Room(List<WovenTrack> tracks, List<WovenTrack> sounds)
    {
        var frames = _smart.HeadFrames + _smart.TailFrames + _plan.BumperFrames + Source.Picture().LongCount(packet => packet.Pts >= _smart.MiddlePts && packet.Pts < _smart.TailPts);
        var packets = sounds.Sum(track => (track.Length / SplicePlan.Packet) + 4);
        var chunks = tracks.Count * (((long)_plan.ClipSeconds * 2) + 8);

        // Between two captions, and before the first, stands a text of no length.
        var captions = _plan.Captions is null ? 0 : (2L * _plan.Captions.Cues.Count) + 2;
        return WovenIndex.Room(frames + captions, packets, chunks, tracks.Sum(track => track.Description.Length));
    }

    private WovenTrack Spliced(AdtsTrack sound, SplicedPart splice, int number)
    {
        var copied = Source.SoundIndex[number].Samples(Source.File.SafeFileHandle)
            .Where(sample => sample.Pts >= splice.Join && sample.Pts < splice.Leave)
            .Select(sample => new WovenSample(default, Source.File.SafeFileHandle, sample.Place, sample.Size, 0, 0, true));
        var length = _plan.Sound!.Tracks[number].Plan is { } plan ? plan.End - plan.Start : 0;
        var all = sound.Before.Select(Held).Concat(copied).Concat(sound.After.Select(Held))
            .Select((sample, place) => sample with { Dts = (place * (long)SplicePlan.Packet) - sound.LeadSamples, Pts = (place * (long)SplicePlan.Packet) - sound.LeadSamples })
            .TakeWhile(sample => sample.Dts < length);
        return new WovenTrack(sound.Track.SampleRate, all) { Description = _sounds[number], Language = sound.Track.Language ?? "und", Length = length };
    }

    private static WovenSample Held(AdtsFrame frame) => new(frame.Content, null, 0, 0, 0, 0, true);

    /// <summary>The recording's own; one of ours where its is not that of an MP4, as in a MOV; null where its kind changes on the way.</summary>
    private static ReadOnlyMemory<byte>? SoundDescription(FileStream file, SampleTable table, AudioTrack track)
    {
        if (table.Description is not { } description || description.Content(file, LongestDescription) is not { Length: > 8 } bytes || description.Children(file, 8) is not [{ Type: "mp4a" } entry])
        {
            return null;
        }

        return BinaryPrimitives.ReadUInt16BigEndian(entry.Content(file, SoundFields).AsSpan(SoundVersion)) == 0 && entry.Child(file, "esds", SoundFields) is not null
            && bytes.Length == description.End - description.ContentStart
            ? bytes
            : AacDescription.Of(track.SampleRate, track.Channels);
    }

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
