namespace Reelway.Media;

/// <summary>Packets as the recording's own index lists them, compared byte by byte.</summary>
/// <remarks>
/// How ffmpeg counts times in a file with edit lists is not repeated here: a packet that it told both time and place of shows by how much its times
/// differ from those of the index.
/// </remarks>
internal sealed class IndexedPackets : IRecordedPackets
{
    private readonly FileStream _file;
    private readonly SampleBytes _pictures;
    private readonly SampleBytes _sounds;
    private readonly IndexedTrack _picture;
    private readonly IReadOnlyList<IndexedTrack> _sound;

    private IndexedPackets(FileStream file, IndexedTrack picture, IReadOnlyList<IndexedTrack> sound)
    {
        _file = file;
        _pictures = new SampleBytes(file.SafeFileHandle, SampleBytes.Picture);
        _sounds = new SampleBytes(file.SafeFileHandle, SampleBytes.Sound);
        _picture = picture;
        _sound = sound;
    }

    /// <returns>Null when the recording has no such index, or one that does not list what ffmpeg saw.</returns>
    /// <param name="spliced">Tracks whose packets are asked for, each with a packet that ffmpeg told the time and place of.</param>
    public static IndexedPackets? Open(CutPlan plan, SmartPlan smart, IReadOnlyList<(AudioTrack Track, (long Pts, long Place) Mark)> spliced, CancellationToken cancellation)
    {
        var file = NamedFile.Open(plan.Source.Path);
        IndexedPackets? opened = null;
        try
        {
            var tables = SampleTable.ReadAll(file);
            (long, long)[] marks = [(smart.Marks.First.Pts, smart.Marks.First.Place), (smart.Marks.Behind.Pts, smart.Marks.Behind.Place)];
            var picture = Find(tables, plan.Video.Index, "vide", plan.Video.TimeBase.Denominator, file, marks, cancellation);
            var sound = spliced.Select(one => Find(tables, one.Track.Index, "soun", one.Track.SampleRate, file, [one.Mark], cancellation)).OfType<IndexedTrack>().ToList();
            return opened = picture is { } found && sound.Count == spliced.Count ? new IndexedPackets(file, found, sound) : null;
        }
        finally
        {
            if (opened is null)
            {
                file.Dispose();
            }
        }
    }

    /// <summary>The recording.</summary>
    public FileStream File => _file;

    /// <summary>The index of the picture.</summary>
    public IndexedTrack PictureIndex => _picture;

    /// <summary>The same for the sound tracks asked for.</summary>
    public IReadOnlyList<IndexedTrack> SoundIndex => _sound;

    public IEnumerable<RecordedPacket> Picture() => Packets(_picture);

    public IEnumerable<RecordedPacket> Sound(int number) => Packets(_sound[number]);

    public bool IsPicture(RecordedPacket packet, ReadOnlySpan<byte> clip, AvcConfiguration known)
        => PictureUnits.AreSame(_pictures.Get(packet.Place, (int)packet.Size), clip, known);

    public bool IsSound(RecordedPacket packet, ReadOnlySpan<byte> clip) => !clip.IsEmpty && _sounds.Get(packet.Place, (int)packet.Size).SequenceEqual(clip);

    public void Dispose() => _file.Dispose();

    private IEnumerable<RecordedPacket> Packets(IndexedTrack track)
        => track.Samples(_file.SafeFileHandle).Select(sample => new RecordedPacket(sample.Pts, sample.Place, sample.Size, 0));

    private static IndexedTrack? Find(
        IReadOnlyList<SampleTable?> tables, int track, string handler, long scale, FileStream file, (long Pts, long Place)[] marks, CancellationToken cancellation)
        => track < tables.Count && tables[track] is { } table && table.Handler == handler && table.Timescale == scale
            ? IndexedTrack.Find(table, file.SafeFileHandle, marks, cancellation)
            : null;
}
