namespace Reelway.Media.Tests;

/// <summary>What a clip is written of by ourselves can be read again, however large it is.</summary>
public sealed class WeaveTests : IDisposable
{
    private const long Room = 4096;

    private readonly TempFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Packets_are_found_where_they_were_written_with_their_times_and_keys()
    {
        using var file = Create("out.mp4");
        using var weave = new Weave(file, [Picture(Packets(0, 40)), Sound(90)], Room);
        weave.WriteMiddle(_ => { }, Cancellation);
        weave.Finish(Packets(40, 60), Cancellation);

        var tables = SampleTable.ReadAll(file);
        Assert.Equal(["vide", "soun"], tables.Select(table => table!.Handler));
        var picture = tables[0]!.Samples(file.SafeFileHandle).ToList();
        Assert.Equal(Packets(0, 60).Select(packet => (packet.Pts, packet.IsKey)), picture.Select(sample => (sample.Pts + tables[0]!.Shift!.Value, sample.IsKey)));
        Assert.Equal(Packets(0, 60).Select(packet => packet.Held.ToArray()), picture.Select(sample => Read(file, sample)));

        var sound = tables[1]!.Samples(file.SafeFileHandle).ToList();
        Assert.Equal(Enumerable.Range(0, 90).Select(number => (long)(number * SplicePlan.Packet) - 100), sound.Select(sample => sample.Pts + tables[1]!.Shift!.Value));
        Assert.All(sound, sample => Assert.Equal([7, 7, 7], Read(file, sample)));

        // Neither track is far behind the other in the file: whoever plays it reads on and on.
        Assert.InRange(sound[45].Place, picture[25].Place, picture[59].Place);
    }

    [Fact]
    public void A_clip_of_more_than_four_gigabytes_has_long_places_and_a_long_length()
    {
        const long far = 5L * 1024 * 1024 * 1024;
        using var track = Picture([]);
        track.Table.BeginChunk(far);
        foreach (var packet in Packets(0, 3))
        {
            track.Table.Add(packet);
        }

        using var index = new BoxWriter();
        WovenIndex.Write(index, [track]);
        using var file = Create("far.mp4");
        file.Write(index.Written);
        file.SetLength(far + 1024);
        Assert.Equal([far, far + 2, far + 4], SampleTable.ReadAll(file)[0]!.Samples(file.SafeFileHandle).Select(sample => sample.Place));

        Assert.Equal([0, 0, 0, 1, (byte)'m', (byte)'d', (byte)'a', (byte)'t', 0, 0, 0, 1, 0x40, 0, 0, 16], Weave.Header(far));
        Assert.Equal([0, 0, 0, 8, (byte)'f', (byte)'r', (byte)'e', (byte)'e', 0, 0, 1, 8, (byte)'m', (byte)'d', (byte)'a', (byte)'t'], Weave.Header(256));
    }

    [Fact]
    public void A_packet_that_would_be_decoded_before_the_one_before_is_refused()
    {
        using var file = Create("out.mp4");
        using var weave = new Weave(file, [Picture(Packets(0, 10).Append(Packets(8, 9).Single()))], Room);
        var fault = Assert.Throws<MediaException>(() => weave.WriteMiddle(_ => { }, Cancellation));
        Assert.Contains("do not follow one another", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parameter_sets_go_behind_the_mark_where_a_picture_begins()
    {
        var path = _folder.File("packet");
        byte[] mark = [0, 0, 0, 2, 9, 0xF0], picture = [0, 0, 0, 3, 0x65, 1, 2];
        File.WriteAllBytes(path, [.. mark, .. picture]);
        using var file = File.OpenHandle(path);
        var sets = new AvcConfiguration(100, 0, 30, [[0x67, 1]], [[0x68, 2, 3]], []);
        var packet = new WovenSample(default, file, 0, 13, 0, 0, true).With(sets);
        Assert.Equal([.. mark, 0, 0, 0, 2, 0x67, 1, 0, 0, 0, 3, 0x68, 2, 3], packet.Held.ToArray());
        Assert.Equal((6L, 7), (packet.Place, packet.Size));
        Assert.Equal(0, (packet with { Place = 6, Size = 7, Held = default }).With(sets).Held.Span[4] - 0x67);
    }

    /// <summary>30 frames a second, shown two later than decoded, with a key every ten.</summary>
    private static IEnumerable<WovenSample> Packets(int from, int until)
        => Enumerable.Range(from, until - from).Select(number => new WovenSample(new byte[] { (byte)number, 1 }, null, 0, 0, (number - 2) * 512, number * 512, number % 10 == 0));

    private static WovenTrack Picture(IEnumerable<WovenSample> packets)
        => new(15360, packets) { Handler = WovenTrack.Picture, Description = new byte[8], Shape = new byte[44], Length = 60 * 512 };

    private static WovenTrack Sound(int count) => new(
        48000,
        Enumerable.Range(0, count).Select(number => (number * SplicePlan.Packet) - 100).Select(time => new WovenSample(new byte[] { 7, 7, 7 }, null, 0, 0, time, time, true)))
    {
        Description = new byte[8],
        Length = 48000 * 2,
    };

    private FileStream Create(string name) => new(_folder.File(name), FileMode.Create, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);

    private static byte[] Read(FileStream file, IndexedSample sample)
    {
        var bytes = new byte[sample.Size];
        Assert.Equal(bytes.Length, RandomAccess.Read(file.SafeFileHandle, bytes, sample.Place));
        return bytes;
    }
}
