using System.Buffers.Binary;
using System.Globalization;

namespace Reelway.Media.Tests;

/// <summary>Our own reading of an index, beside ffprobe's.</summary>
public sealed class SampleTableTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("closed.mp4")]
    [InlineData("editlist.mp4")]
    [InlineData("offset.mp4")]
    [InlineData("vfr.mp4")]
    [InlineData("camera60.mov")]
    [InlineData("multiaudio.mp4")]
    public async Task Every_packet_has_the_place_size_and_times_that_ffprobe_tells(string name)
    {
        var path = await Corpus.GetAsync(name, Cancellation);
        var told = await Clips.RunAsync("ffprobe", "-v", "error", "-show_entries", "packet=stream_index,pts,dts,size,pos", "-of", "csv=p=0", path);
        var tracks = told.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(',').Take(5).Select(field => long.Parse(field, CultureInfo.InvariantCulture)).ToArray())
            .GroupBy(packet => packet[0]);
        await using var file = File.OpenRead(path);
        var tables = SampleTable.ReadAll(file);
        foreach (var track in tracks)
        {
            var table = tables[(int)track.Key]!;
            var found = table.Samples(file.SafeFileHandle).ToList();
            Assert.Equal(table.Count, found.Count);

            // ffprobe leaves out sound before the time that the edit list begins at, and puts several samples of plain sound into one packet.
            found = [.. found.SkipWhile(sample => sample.Place < track.First()[4])];
            if (table.Handler == "vide" || !name.EndsWith("mov", StringComparison.Ordinal))
            {
                var offset = table.Handler == "vide" ? track.First()[2] - found[0].Dts : table.Shift!.Value;
                Assert.Equal(track.Select(packet => (packet[4], packet[3])), found.Select(sample => (sample.Place, (long)sample.Size)));
                Assert.Equal(track.Select(packet => packet[1]), found.Select(sample => sample.Pts + table.Shift!.Value));
                Assert.Equal(track.Select(packet => packet[2]), found.Select(sample => sample.Dts + offset));
            }
        }
    }

    [Theory]
    [InlineData("stts")]
    [InlineData("stsc")]
    [InlineData("stsz")]
    [InlineData("stco")]
    [InlineData("ctts")]
    public async Task An_index_that_lies_about_its_tables_ends_early_and_takes_no_memory(string type)
    {
        // Numbers of entries and of packets in the thousands of millions.
        var bytes = await BytesAsync();
        bytes.AsSpan(Find(bytes, type) + 8, 12).Fill(0xFF);
        Assert.InRange(await CountAsync(bytes), 0, 360);
    }

    [Fact]
    public async Task Thousands_of_millions_of_packets_of_one_byte_at_one_place_are_not_counted()
    {
        var bytes = await BytesAsync();
        Fill("stsz", 4, 1, uint.MaxValue);
        Fill("stts", 4, 1, uint.MaxValue, 1);
        Fill("ctts", 4, 1, uint.MaxValue, 0);
        Fill("stsc", 4, 1, 1, uint.MaxValue, 1);
        Assert.InRange(await CountAsync(bytes), 0, bytes.Length);

        void Fill(string type, int at, params ReadOnlySpan<uint> numbers)
        {
            foreach (var number in numbers)
            {
                BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(Find(bytes, type) + 4 + at), number);
                at += 4;
            }
        }
    }

    [Fact]
    public async Task A_place_behind_all_files_is_refused()
    {
        // Places of 8 bytes, the first of them the greatest there is.
        var bytes = await BytesAsync();
        var places = Find(bytes, "stco");
        "co64"u8.CopyTo(bytes.AsSpan(places));
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(places + 12), long.MaxValue);
        Assert.Equal(0, await CountAsync(bytes));
    }

    [Theory]
    [InlineData(ulong.MaxValue, -1, null)]
    [InlineData(2000, -1, 2000L * 15360 / 1000)]
    [InlineData(2000, -2, null)]
    public async Task A_wait_before_the_picture_is_reckoned_with_unless_it_lasts_for_ever(ulong length, long time, long? shift)
    {
        // Two entries of 20 bytes in place of the one of 12 that ffmpeg writes.
        var bytes = await BytesAsync();
        var edits = Find(bytes, "edts") - 4;
        var list = new byte[64];
        "\0\0\0\u0040edts\0\0\0\u0038elst\u0001\0\0\0\0\0\0\u0002"u8.CopyTo(list);
        BinaryPrimitives.WriteUInt64BigEndian(list.AsSpan(24), length);
        BinaryPrimitives.WriteInt64BigEndian(list.AsSpan(32), time);
        BinaryPrimitives.WriteUInt64BigEndian(list.AsSpan(44), 12_000);
        foreach (var box in (string[])["moov", "trak"])
        {
            var size = bytes.AsSpan(Find(bytes, box) - 4);
            BinaryPrimitives.WriteInt32BigEndian(size, BinaryPrimitives.ReadInt32BigEndian(size) + list.Length - 36);
        }

        var path = _folder.File("waits.mp4");
        await File.WriteAllBytesAsync(path, [.. bytes[..edits], .. list, .. bytes[(edits + 36)..]], Cancellation);
        await using var file = File.OpenRead(path);
        Assert.Equal(shift, SampleTable.ReadAll(file)[0]!.Shift);
    }

    [Fact]
    public async Task An_index_with_flipped_bits_is_read_to_some_end()
    {
        var good = await File.ReadAllBytesAsync(await Corpus.GetAsync("editlist.mp4", Cancellation), Cancellation);
        var index = Find(good, "moov");
        var random = new Random(20261121);
        var path = _folder.File("flipped.mp4");
        for (var round = 0; round < 150; round++)
        {
            // Mostly in what stands before the long tables: kinds, lengths, numbers of entries, edit lists.
            var bytes = good.ToArray();
            for (var flips = random.Next(1, 8); flips > 0; flips--)
            {
                bytes[index + random.Next(random.Next(2) == 0 ? 900 : bytes.Length - index)] ^= (byte)(1 << random.Next(8));
            }

            await File.WriteAllBytesAsync(path, bytes, Cancellation);
            await using var file = File.OpenRead(path);
            var content = new SampleBytes(file.SafeFileHandle, SampleBytes.Picture);
            foreach (var table in SampleTable.ReadAll(file).OfType<SampleTable>())
            {
                Assert.All(table.Samples(file.SafeFileHandle), sample => Assert.Equal(sample.Size, content.Get(sample.Place, sample.Size).Length));
            }
        }
    }

    [Fact]
    public void Packets_are_the_same_when_only_known_parameter_sets_differ()
    {
        byte[] picture = [0, 0, 0, 3, 0x65, 1, 2], sets = [0, 0, 0, 2, 0x67, 9, 0, 0, 0, 2, 0x68, 8];
        var known = AvcConfiguration.None with { Sequence = [[0x67, 9]], Picture = [[0x68, 8]] };
        Assert.True(PictureUnits.AreSame(picture, [.. sets, .. picture], known));
        Assert.False(PictureUnits.AreSame(picture, [.. sets, .. picture], AvcConfiguration.None));
        Assert.False(PictureUnits.AreSame([.. sets, .. picture], picture, known));
        Assert.True(PictureUnits.AreSame([.. sets[6..], .. picture], [.. sets, .. picture], known));
        Assert.False(PictureUnits.AreSame(picture, [.. picture, .. picture], known));
        Assert.False(PictureUnits.AreSame(picture, [0, 0, 0, 3, 0x65, 1, 3], known));
        Assert.False(PictureUnits.AreSame(picture, [.. sets, .. picture[..^1]], known));
        Assert.False(PictureUnits.AreSame(sets, [], known));
        Assert.False(PictureUnits.AreSame([], [], known));
    }

    private static async Task<byte[]> BytesAsync() => await File.ReadAllBytesAsync(await Corpus.GetAsync("noaudio.mp4", Cancellation), Cancellation);

    /// <summary>Where the four letters of a table stand; the index stands at the end.</summary>
    private static int Find(byte[] bytes, string type) => bytes.AsSpan().LastIndexOf(System.Text.Encoding.ASCII.GetBytes(type));

    /// <summary>Number of packets, with no more memory than a few buffers.</summary>
    private async Task<long> CountAsync(byte[] bytes)
    {
        var path = _folder.File("lying.mp4");
        await File.WriteAllBytesAsync(path, bytes, Cancellation);
        await using var file = File.OpenRead(path);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var samples = SampleTable.ReadAll(file).OfType<SampleTable>().Sum(track => track.Samples(file.SafeFileHandle).LongCount());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        return samples;
    }
}
