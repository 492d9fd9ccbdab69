namespace Reelway.Media.Tests;

/// <summary>Damage in what is copied is said, with its place in time; what is whole is never called damaged.</summary>
public sealed class DamageTests : IDisposable
{
    private static readonly HashSet<int> Sets = [0];

    /// <summary>An IDR slice from block 0 on, of kind 7, with picture parameter set 0.</summary>
    private static readonly byte[] Slice = [0x65, 0x88, 0x84, 1, 2, 3];

    private readonly TempFolder _folder = new();
    private readonly Cutting _cutting;

    public DamageTests() => _cutting = new Cutting(new MediaOptions { Folder = _folder.Options.Folder, Encoders = 2, Preset = "ultrafast" });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _cutting.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_packet_of_the_picture_is_looked_through_unit_by_unit()
    {
        Assert.Null(PictureDamage.Of(Packet(Slice), Sets));
        Assert.Null(PictureDamage.Of([.. Packet([6, 5, 1, 0x80]), .. Packet([.. Slice, 0, 0, 3, 0]), .. Packet(Slice)], Sets));
        Assert.Equal("units that do not fill their packet", PictureDamage.Of([0xFF, .. Packet(Slice)], Sets));
        Assert.Equal("units that do not fill their packet", PictureDamage.Of(Packet(Slice).AsSpan(..^1), Sets));
        Assert.Equal("a packet without a picture", PictureDamage.Of(Packet([6, 5, 1, 0x80]), Sets));
        Assert.Equal("a unit of an unknown kind", PictureDamage.Of(Packet([0xE5, .. Slice[1..]]), Sets));
        Assert.Equal("a slice with an impossible header", PictureDamage.Of(Packet([0x65, 0, 0, 3, 1]), Sets));
        Assert.Equal("a slice with an impossible header", PictureDamage.Of(Packet(Slice), new HashSet<int> { 3 }));
        Assert.Equal("bytes that no unit may have", PictureDamage.Of(Packet([.. Slice, 0, 0, 0, 0, 9]), Sets));
        Assert.Equal("bytes that no unit may have", PictureDamage.Of(Packet([.. Slice, 0, 0, 3, 9]), Sets));
    }

    [Fact]
    public void A_packet_of_sound_begins_as_its_channels_demand()
    {
        Assert.Null(SoundDamage.Of([0x21, 0x00, 0x49, 0x90], 2));
        Assert.Null(SoundDamage.Of([0x01, 0x40, 0x22, 0x80], 1));
        Assert.NotNull(SoundDamage.Of([0x01, 0x40, 0x22, 0x80], 2));
        Assert.NotNull(SoundDamage.Of([0x21, 0x80, 0x49, 0x90], 2));
        Assert.NotNull(SoundDamage.Of([0xFF, 0xFF, 0xFF], 2));
        Assert.NotNull(SoundDamage.Of(new byte[2000], 2));
    }

    [Fact]
    public void Packets_near_one_another_are_one_place_and_no_more_are_held_than_anybody_reads()
    {
        var notes = new DamageNotes("picture");
        notes.Note(9.2m, "first");
        notes.Note(9.1m, "second");
        notes.Note(10m, null);
        notes.Note(11m, "third");
        Assert.Equal("picture damaged from 0:00:09.100 to 0:00:11.000 of the recording (first, and 2 more packets)", Assert.Single(notes.Places).Words);
        for (var second = 100; second < 1000; second += 10)
        {
            notes.Note(second, "more");
        }

        Assert.Equal(20, notes.Places.Count);
        Assert.Equal("picture damaged at 0:01:40.000 of the recording (more)", notes.Places[1].Words);
    }

    [Theory]
    [InlineData(0, "picture")]
    [InlineData(255, "sound")]
    public async Task Overwritten_bytes_in_the_copied_part_are_said_with_their_time(int value, string track)
    {
        var recording = await Corpus.GetAsync("closed.mp4", Cancellation);
        var (place, size, seconds) = await PacketAsync(recording, track == "picture" ? 'v' : 'a', 6);
        var bytes = await File.ReadAllBytesAsync(recording, Cancellation);

        // The beginning of a packet of sound, or the whole second half of one of the picture.
        bytes.AsSpan(track == "sound" ? place : place + (size / 2), track == "sound" ? 3 : size / 2).Fill((byte)value);
        var source = _folder.File("damaged.mp4");
        await File.WriteAllBytesAsync(source, bytes, Cancellation);

        var cut = await _cutting.Cutter.CutAsync(Request(source), null, Cancellation);
        Assert.True(cut.Proof.Passed, cut.Proof.Failures);
        Assert.True(cut.Mode == "smart", cut.Reason);
        var seen = Assert.Single(cut.Proof.Damage);
        Assert.Equal((track, 1), (seen.Track, seen.Packets));
        Assert.Equal(seconds, seen.From.TotalSeconds, 0.002);
        Assert.Equal(seen.From, seen.Until);
        Assert.Equal(cut.Proof.Damage, (await _cutting.Get<ClipProver>().ProveAsync(Request(source), Cancellation)).Damage);
    }

    /// <summary>Everything that the corpus has was made by an encoder, and nothing was damaged since.</summary>
    [Fact]
    public async Task Nothing_whole_is_called_damaged()
    {
        var folder = Path.GetDirectoryName(await Corpus.GetAsync("closed.mp4", Cancellation))!;
        var (pictures, sounds) = (0, 0);
        foreach (var path in Directory.GetFiles(folder, "*.m??"))
        {
            await using var file = File.OpenRead(path);
            if (Path.GetExtension(path) is not (".mp4" or ".mov") || Mp4Layout.Read(file)?.Video is not { } sets)
            {
                continue;
            }

            var bytes = new SampleBytes(file.SafeFileHandle, SampleBytes.Picture);
            var ids = sets.PictureIds.ToHashSet();
            foreach (var sample in SampleTable.ReadAll(file)[0]!.Samples(file.SafeFileHandle))
            {
                Assert.Null(PictureDamage.Of(bytes.Get(sample.Place, sample.Size), ids));
                pictures++;
            }

            foreach (var sound in SampleTable.ReadAll(file).OfType<SampleTable>().Where(table => table.Handler == "soun" && !path.EndsWith("mov", StringComparison.Ordinal) && !path.Contains("ac3", StringComparison.Ordinal)))
            {
                foreach (var sample in sound.Samples(file.SafeFileHandle))
                {
                    Assert.Null(SoundDamage.Of(bytes.Get(sample.Place, sample.Size), path.Contains("mono", StringComparison.Ordinal) ? 1 : 2));
                    sounds++;
                }
            }
        }

        Assert.True(pictures > 3000 && sounds > 3000, $"{pictures} and {sounds} packets");
    }

    private static byte[] Packet(params ReadOnlySpan<byte> unit) => [0, 0, 0, (byte)unit.Length, .. unit];

    /// <summary>Place, size and time of the first packet of a track from a moment on.</summary>
    private static async Task<(int Place, int Size, double Seconds)> PacketAsync(string path, char kind, double from)
    {
        var told = await Clips.RunAsync("ffprobe", "-v", "error", "-select_streams", $"{kind}:0", "-show_entries", "packet=pts_time,size,pos", "-of", "csv=p=0", path);
        return told.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(','))
            .Select(fields => (Place: int.Parse(fields[2], System.Globalization.CultureInfo.InvariantCulture), Size: int.Parse(fields[1], System.Globalization.CultureInfo.InvariantCulture), Seconds: double.Parse(fields[0], System.Globalization.CultureInfo.InvariantCulture)))
            .First(packet => packet.Seconds >= from);
    }

    private CutRequest Request(string source) => new()
    {
        Source = source,
        Output = _folder.File("out.mp4"),
        Start = TimeSpan.FromSeconds(0.5),
        End = TimeSpan.FromSeconds(11.5),
        Fade = TimeSpan.FromSeconds(0.5),
    };
}
