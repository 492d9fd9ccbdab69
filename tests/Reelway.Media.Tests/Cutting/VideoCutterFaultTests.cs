namespace Reelway.Media.Tests;

/// <summary>Cuts that cannot succeed: each ends in a sentence, and leaves no file.</summary>
public sealed class VideoCutterFaultTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(-1, 5, 1, "cannot be negative")]
    [InlineData(1, -5, 1, "cannot be negative")]
    [InlineData(1, 5, -1, "cannot be negative")]
    [InlineData(5, 5, 1, "is not after the start at 0:00:05")]
    [InlineData(5, 4.25, 1, "The end at 0:00:04.25 is not after")]
    [InlineData(8.5, 9, 1, "The start at 0:00:08.5 lies beyond plain.mp4")]
    [InlineData(1, 9999, 1, "The end at 2:46:39 lies beyond plain.mp4, which ends at 0:00:08")]
    [InlineData(3.001, 3.002, 0, "shows no picture between 0:00:03.001 and 0:00:03.002")]
    public async Task Times_that_do_not_fit_are_named(double start, double end, double fade, string sentence)
    {
        var fault = await FaultAsync(_folder.Options, await Clips.PlainAsync(Cancellation), start, end, fade);
        Assert.Equal(MediaFaultKind.BadRange, fault.Kind);
        Assert.Contains(sentence, fault.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.Names());
    }

    [Theory]
    [InlineData("exit 3", MediaFaultKind.Failed, "failed on plain.mp4 with status 3: the encoder has no more wishes")]
    [InlineData("full", MediaFaultKind.NoSpace, "There is no room left on the disk")]
    [InlineData("lie", MediaFaultKind.Failed, "said that it was done, but what it wrote is not a video")]
    public async Task An_encoder_that_fails_or_lies_leaves_no_file(string behaviour, MediaFaultKind kind, string sentence)
    {
        _folder.Write("behaviour", behaviour);
        var fault = await FaultAsync(Fake(), await Clips.PlainAsync(Cancellation));
        Assert.Equal(kind, fault.Kind);
        Assert.Contains(sentence, fault.Message, StringComparison.Ordinal);
        Assert.Equal(["behaviour"], _folder.Names());
    }

    [Fact]
    public async Task A_cancelled_cut_leaves_no_file_and_no_process()
    {
        _folder.Write("behaviour", "hang");
        using var cutting = new Cutting(Fake());
        using var cancel = new CancellationTokenSource();
        var request = new CutRequest { Source = await Clips.PlainAsync(Cancellation), Output = _folder.File("out.mp4") };
        var cut = cutting.Cutter.CutAsync(request, new Watcher(share => { if (share > 0) { cancel.Cancel(); } }), cancel.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cut);
        Assert.Equal(["behaviour"], _folder.Names());
        Assert.Empty(Directory.GetFiles(_folder.Options.Folder, "*-*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task An_earlier_output_survives_a_failed_cut_and_is_replaced_by_a_good_one()
    {
        _folder.Write("out.mp4", "the earlier one");
        _folder.Write("behaviour", "exit 1");
        await FaultAsync(Fake(), await Clips.PlainAsync(Cancellation));
        Assert.Equal("the earlier one", await File.ReadAllTextAsync(_folder.File("out.mp4"), Cancellation));

        using var cutting = new Cutting(_folder.Options);
        var result = await cutting.Cutter.CutAsync(Request(await Clips.PlainAsync(Cancellation), 2, 3, 0), null, Cancellation);
        Assert.Equal(result.Bytes, new FileInfo(_folder.File("out.mp4")).Length);
    }

    [Fact]
    public async Task A_second_cut_to_the_same_output_is_refused_while_the_first_runs()
    {
        _folder.Write("behaviour", "hang");
        using var cutting = new Cutting(Fake());
        using var cancel = new CancellationTokenSource();
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var source = await Clips.PlainAsync(Cancellation);
        var first = cutting.Cutter.CutAsync(Request(source, 1, 2, 0), new Watcher(share => { if (share > 0) { running.TrySetResult(); } }), cancel.Token);
        await (await Task.WhenAny(first, running.Task));

        var fault = await Assert.ThrowsAsync<MediaException>(() => cutting.Cutter.CutAsync(Request(source, 1, 2, 0), null, Cancellation));
        Assert.Contains("Another command is writing", fault.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder.File("out.mp4.part.mp4")));

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
    }

    [Fact]
    public async Task A_recording_that_vanishes_while_it_is_read_is_named()
    {
        var source = _folder.File("talk.mp4");
        File.Copy(await Clips.PlainAsync(Cancellation), source);

        // Takes the file away between the look into it and the encode.
        var tool = _folder.WriteScript("ffmpeg", $"#!/bin/sh\nrm '{source}'\nexec ffmpeg \"$@\"\n");
        var fault = await FaultAsync(With(tool), source);
        Assert.Equal(MediaFaultKind.Unusable, fault.Kind);
        Assert.Contains("talk.mp4 is gone or was never there", fault.Message, StringComparison.Ordinal);
        Assert.Equal(["ffmpeg"], _folder.Names());
    }

    [Fact]
    public async Task A_recording_whose_end_is_missing_is_refused_instead_of_being_published_short()
    {
        // The index comes first here, so that the file looks whole.
        var whole = _folder.File("whole.mp4");
        await Clips.FfmpegAsync("-i", await Clips.PlainAsync(Cancellation), "-c", "copy", "-movflags", "+faststart", whole);
        var bytes = await File.ReadAllBytesAsync(whole, Cancellation);
        File.Delete(whole);
        await File.WriteAllBytesAsync(_folder.File("short.mp4"), bytes[..(bytes.Length * 2 / 3)], Cancellation);

        var fault = await FaultAsync(_folder.Options, _folder.File("short.mp4"), 1, 8);
        Assert.Equal(["short.mp4"], _folder.Names());
        Assert.Contains("short.mp4", fault.Message, StringComparison.Ordinal);
        Assert.True(fault.Kind is MediaFaultKind.Unusable or MediaFaultKind.BadRange, fault.Message);
    }

    [Fact]
    public async Task A_size_limit_of_the_system_is_no_room()
    {
        var tool = _folder.WriteScript("ffmpeg", "#!/bin/sh\nulimit -f 64\nexec ffmpeg \"$@\"\n");
        var fault = await FaultAsync(With(tool), await Clips.PlainAsync(Cancellation));
        Assert.Equal(MediaFaultKind.NoSpace, fault.Kind);
        Assert.Equal(["ffmpeg"], _folder.Names());
    }

    [Fact]
    public async Task A_full_disk_is_named_and_nothing_stays_on_it()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root may mount a small disk");
        var disk = Directory.CreateDirectory(_folder.File("disk")).FullName;
        using var runner = new ProcessRunner(_folder.Options, TimeProvider.System);
        var mounted = await runner.RunAsync(new ProcessRequest { Tool = "mount", Arguments = ["-t", "tmpfs", "-o", "size=128k", "none", disk] }, Cancellation);
        Assert.SkipUnless(mounted.ExitCode == 0, "mounting is not allowed here: " + mounted.ErrorTail);
        try
        {
            using var cutting = new Cutting(_folder.Options);
            var request = Request(await Clips.PlainAsync(Cancellation), 0, 8, 1) with { Output = Path.Combine(disk, "out.mp4") };
            var fault = await Assert.ThrowsAsync<MediaException>(() => cutting.Cutter.CutAsync(request, null, Cancellation));
            Assert.Equal(MediaFaultKind.NoSpace, fault.Kind);
            Assert.Contains(disk, fault.Message, StringComparison.Ordinal);
            Assert.Empty(Directory.GetFiles(disk));
        }
        finally
        {
            await runner.RunAsync(new ProcessRequest { Tool = "umount", Arguments = [disk] }, CancellationToken.None);
        }
    }

    [Fact]
    public async Task Outputs_that_cannot_be_are_refused()
    {
        var source = _folder.File("talk.mp4");
        File.Copy(await Clips.PlainAsync(Cancellation), source);
        using var cutting = new Cutting(_folder.Options);
        async Task<string> SentenceAsync(string output)
            => (await Assert.ThrowsAsync<MediaException>(() => cutting.Cutter.CutAsync(Request(source, 1, 2, 0) with { Output = output }, null, Cancellation))).Message;

        Assert.Contains("is the recording itself", await SentenceAsync(source), StringComparison.Ordinal);
        Assert.Contains("does not exist", await SentenceAsync(_folder.File("no/such/folder/out.mp4")), StringComparison.Ordinal);
        Directory.CreateDirectory(_folder.File("folder.mp4"));
        Assert.Contains("folder.mp4", await SentenceAsync(_folder.File("folder.mp4")), StringComparison.Ordinal);
        Assert.Equal(["folder.mp4", "talk.mp4"], _folder.Names());
    }

    private MediaOptions Fake() => With(FakeTool.Path);

    private MediaOptions With(string ffmpeg) => new() { Folder = _folder.Options.Folder, Ffmpeg = ffmpeg, Preset = "ultrafast", Encoders = 2 };

    private CutRequest Request(string source, double start, double end, double fade) => new()
    {
        Source = source,
        Output = _folder.File("out.mp4"),
        Start = TimeSpan.FromSeconds(start),
        End = TimeSpan.FromSeconds(end),
        Fade = TimeSpan.FromSeconds(fade),
    };

    private async Task<MediaException> FaultAsync(MediaOptions options, string source, double start = 0, double end = 8, double fade = 1)
    {
        using var cutting = new Cutting(options);
        return await Assert.ThrowsAsync<MediaException>(() => cutting.Cutter.CutAsync(Request(source, start, end, fade), null, Cancellation));
    }

    private sealed class Watcher(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
