namespace Reelway.Media.Tests;

/// <summary>Recordings whose edit lists show several parts one after the other: picture and sound stay in step.</summary>
public sealed class EditedRecordingTests : IDisposable
{
    /// <summary>Ticks of the file, of its picture and of its sound in a second; both tracks begin with a part that is not shown.</summary>
    private const int FileScale = 1000;
    private const int PictureScale = 15360;
    private const int PictureLead = 1024;
    private const int SoundScale = 48000;
    private const int SoundLead = 1024;

    private readonly TempFolder _folder = new();
    private readonly Cutting _cutting;

    public EditedRecordingTests() => _cutting = new Cutting(new MediaOptions { Folder = _folder.Options.Folder, Encoders = 2, Preset = "ultrafast" });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _cutting.Dispose();
        _folder.Dispose();
    }

    /// <summary>The recording turns white at 3 s, and begins to sound. Parts are seconds: how long, and from where; a minus: nothing is shown.</summary>
    [Theory]
    [InlineData("1 0, 5 2", "1 0, 5 2", 2.0, 2.0, 6.0)]
    [InlineData("0.5 -, 1 0, 5 2", "0.5 -, 1 0, 5 2", 2.0, 2.0, 6.0)]
    [InlineData("1 0, 0.5 -, 5 2", "1 0, 0.5 -, 5 2", 2.5, 2.5, 6.5)]
    [InlineData("1 0, 5 2", "", 2.0, 3.0, 8.0)]
    [InlineData("", "1 0, 5 2", 3.0, 2.0, 8.0)]
    public async Task Picture_and_sound_stay_in_step_behind_the_second_part(string pictureParts, string soundParts, double whiteAt, double soundAt, double length)
    {
        var source = await EditedAsync(pictureParts, soundParts);
        var info = await _cutting.Probe.ProbeAsync(source, Cancellation);
        Assert.True(info.HasSeveralParts);
        Assert.Equal(length, info.Duration.TotalSeconds, 0.1);

        const double start = 0.5;
        var request = new CutRequest { Source = source, Output = _folder.File("out.mp4"), Start = TimeSpan.FromSeconds(start), End = TimeSpan.FromSeconds(5), Fade = TimeSpan.Zero };
        var plan = await _cutting.Cutter.PlanAsync(request, Cancellation);
        var cut = await _cutting.Cutter.CutAsync(request, null, Cancellation);
        Agreement.Ensure(plan, cut);
        Assert.Equal(("full", false), (cut.Mode, cut.Discarded));
        Assert.Contains("several parts", cut.Reason, StringComparison.Ordinal);

        // A frame lasts 33 ms, a packet of sound 21 ms.
        var seen = await ClipMeter.DecodeAsync(cut.Output, 320, 180, _folder);
        await using var clip = File.OpenRead(cut.Output);
        var picture = SampleTable.ReadAll(clip)[0]!;
        var times = picture.Samples(clip.SafeFileHandle).Select(sample => (double)(sample.Pts + picture.Shift!.Value) / picture.Timescale).Order().ToList();
        var white = times[seen.Luma.ToList().FindIndex(luma => luma > 200)];
        Assert.Equal(whiteAt - start, white, 0.045);
        Assert.Equal(soundAt - start, seen.SoundOnset, 0.045);
        Assert.Equal(soundAt - whiteAt, seen.SoundOnset - white, 0.045);
    }

    [Theory]
    [InlineData("0.5 -, 6 0", "0.5 -, 6 0")]
    [InlineData("6 0, 1 -", "6 0, 1 -")]
    public async Task One_part_with_a_pause_before_or_behind_is_copied_as_ever(string picture, string sound)
    {
        var source = await EditedAsync(picture, sound);
        Assert.False((await _cutting.Probe.ProbeAsync(source, Cancellation)).HasSeveralParts);
    }

    private async Task<string> EditedAsync(string picture, string sound)
    {
        var tree = Mp4Tree.Read(await Clips.PlainAsync(Cancellation));
        Edit(tree, "vide", picture, PictureScale, PictureLead);
        Edit(tree, "soun", sound, SoundScale, SoundLead);
        var path = _folder.File("edited.mp4");
        await File.WriteAllBytesAsync(path, tree.ToBytes(), Cancellation);
        return path;
    }

    /// <summary>The index stands behind the content, so that nothing in it moves.</summary>
    private static void Edit(Mp4Tree tree, string kind, string parts, int scale, int lead)
    {
        if (parts.Length > 0)
        {
            var list = parts.Split(", ").Select(part => part.Split(' ')).Select(part => ((int)(Number(part[0]) * FileScale), part[1] == "-" ? -1 : (int)(Number(part[1]) * scale) + lead));
            Mp4Tree.Edit(tree.Tracks(kind).Single(), [.. list]);
        }
    }

    private static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
