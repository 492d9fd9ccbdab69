namespace Reelway.Media;

/// <summary>The encoded pieces that a clip is written of, opened one after the other and closed together.</summary>
/// <param name="plan">What is kept.</param>
internal sealed class WovenPieces(CutPlan plan) : IDisposable
{
    /// <summary>An entry has some hundred bytes.</summary>
    private const int LongestDescription = 64 * 1024;

    private readonly List<FileStream> _opened = [];

    /// <summary>The packets of an encoded picture, the first with its parameter sets in front.</summary>
    /// <param name="begin">When it begins in the clip, in ticks.</param>
    public IEnumerable<WovenSample> Picture(string path, long begin)
    {
        var file = Open(path);
        return SampleTable.ReadAll(file) is [{ Handler: WovenTrack.Picture, Shift: { } shift } table, ..] && table.Timescale == plan.Video.TimeBase.Denominator && Mp4Layout.Read(file)?.Video is { } sets
            ? table.Samples(file.SafeFileHandle).Select((sample, number) => WovenSample.Of(file.SafeFileHandle, sample, shift + begin, number == 0 ? sets : null))
            : throw Unexpected(path);
    }

    /// <summary>A track for the whole picture, described as the piece that the clip begins with.</summary>
    public WovenTrack Describe(string path, IEnumerable<WovenSample> packets)
    {
        var file = Open(path);
        return new WovenTrack(plan.Video.TimeBase.Denominator, packets)
        {
            Handler = WovenTrack.Picture,
            Description = Description(file),
            Shape = ParameterSetPatch.ShapeOf(file) ?? throw Unexpected(path),
            Length = plan.ClipTicks,
        };
    }

    /// <summary>A track of sound that was encoded as a whole.</summary>
    public WovenTrack Sound(AdtsTrack sound)
    {
        var file = Open(sound.Path);
        var (rate, channels) = AdtsPackets.FormatOf(file.SafeFileHandle) ?? throw Unexpected(sound.Path);
        var length = (long)Math.Round(plan.ClipSeconds * rate);
        var packets = AdtsPackets.In(file.SafeFileHandle)
            .Select((packet, number) => (packet.Place, packet.Size, Time: (number * (long)SplicePlan.Packet) - sound.LeadSamples))
            .TakeWhile(packet => packet.Time < length)
            .Select(packet => new WovenSample(default, file.SafeFileHandle, packet.Place, packet.Size, packet.Time, packet.Time, true));
        return new WovenTrack(rate, packets) { Description = AacDescription.Of(rate, channels), Language = sound.Track.Language ?? "und", Length = length };
    }

    /// <summary>The captions.</summary>
    /// <param name="path">An MP4 with them alone.</param>
    public WovenTrack Captions(string path, CaptionTrack captions)
    {
        var file = Open(path);
        if (SampleTable.ReadAll(file) is not [{ Shift: { } shift, Description: { } description } table])
        {
            throw Unexpected(path);
        }

        var packets = table.Samples(file.SafeFileHandle).Select(sample => WovenSample.Of(file.SafeFileHandle, sample, shift, null));

        // Until the first caption a text of no length is shown, so that the track begins with the clip.
        var first = table.Samples(file.SafeFileHandle).Select(sample => sample.Pts + shift).FirstOrDefault();
        return new WovenTrack(table.Timescale, first > 0 ? packets.Prepend(new WovenSample(new byte[2], null, 0, 0, 0, 0, true)) : packets)
        {
            Handler = WovenTrack.Captions,
            Description = description.Content(file, LongestDescription),
            Language = captions.Language,
            Length = (long)Math.Round(captions.Cues[^1].End.TotalSeconds * table.Timescale),
        };
    }

    public void Dispose() => _opened.ForEach(piece => piece.Dispose());

    private FileStream Open(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        _opened.Add(file);
        return file;
    }

    /// <summary>The picture's, without the rates of the encoded piece, which are none of the clip's.</summary>
    private static ReadOnlyMemory<byte> Description(FileStream piece)
    {
        var path = Mp4Layout.Read(piece)!.PathToConfiguration;
        var (entry, fields) = (path[^2], path[^2].Content(piece, Mp4Layout.VisualEntryFields));
        using var description = new BoxWriter();
        description.Zeros(4).Number(1).Box(entry.Type, box =>
        {
            box.Bytes(fields);
            foreach (var part in entry.Children(piece, Mp4Layout.VisualEntryFields).Where(part => part.Type != "btrt"))
            {
                box.Box(part.Type, copy => copy.Bytes(part.Content(piece, LongestDescription)));
            }
        });
        return description.Written.ToArray();
    }

    private MediaException Unexpected(string piece)
        => new(MediaFaultKind.Unusable, $"{Path.GetFileName(piece)}, an encoded piece of the clip of {plan.Source.Name}, is not laid out as expected");
}
