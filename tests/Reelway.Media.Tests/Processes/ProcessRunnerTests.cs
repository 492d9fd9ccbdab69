using System.Diagnostics;

namespace Reelway.Media.Tests;

public sealed class ProcessRunnerTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ProcessRunner _runner;

    public ProcessRunnerTests() => _runner = new ProcessRunner(_folder.Options, TimeProvider.System);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _runner.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Arguments_arrive_as_they_are_because_no_shell_reads_them()
    {
        string[] arguments = ["$(id)", "; exit 3", "a b", "\"quoted\"", "it's", "*", "", "🎬"];
        var result = await _runner.RunAsync(FakeTool.Request(["echo", .. arguments]), Cancellation);
        Assert.Equal(string.Concat(arguments.Select(one => one + "\n")), result.Output);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task The_exit_status_and_the_last_words_come_back()
    {
        var result = await _runner.RunAsync(FakeTool.Request("exit", "3"), Cancellation);
        Assert.Equal(3, result.ExitCode);
        Assert.Equal("ends with 3\n", result.ErrorTail);
        Assert.True(result.Elapsed > TimeSpan.Zero);
    }

    [Fact]
    public async Task A_flood_on_both_pipes_does_not_block_and_the_last_64_KiB_of_complaints_are_kept()
    {
        var lines = 0;
        var result = await _runner.RunAsync(FakeTool.Request("flood", "600") with { OnLine = _ => lines++ }, Cancellation);
        Assert.Equal(600, lines);
        Assert.Equal(64 * 1024, result.ErrorTail.Length);
        Assert.EndsWith("last words", result.ErrorTail, StringComparison.Ordinal);
        Assert.Contains("599 eee", result.ErrorTail, StringComparison.Ordinal);
        Assert.DoesNotContain("500 eee", result.ErrorTail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_captured_output_than_allowed_is_a_fault_and_ends_the_program()
    {
        var fault = await Assert.ThrowsAsync<MediaException>(
            () => _runner.RunAsync(FakeTool.Request("flood", "600") with { CaptureLimitBytes = 10_000 }, Cancellation));
        Assert.Equal(MediaFaultKind.Failed, fault.Kind);
        Assert.Contains("10000 bytes", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_an_overlong_line_only_the_beginning_is_handed_over()
    {
        var lengths = new List<int>();
        await _runner.RunAsync(FakeTool.Request("line", "100000") with { OnLine = line => lengths.Add(line.Length) }, Cancellation);
        Assert.Equal([8192], lengths);
    }

    [Fact]
    public async Task Standard_input_is_closed()
        => Assert.Equal("0\n", (await _runner.RunAsync(FakeTool.Request("input"), Cancellation)).Output);

    [Fact]
    public async Task Our_settings_stay_out_of_the_programs_environment()
    {
        const string name = "REELWAY__SECRETS__OF_A_TEST";
        Environment.SetEnvironmentVariable(name, "hunter2");
        try
        {
            Assert.Equal("(unset)\n", (await _runner.RunAsync(FakeTool.Request("environment", name), Cancellation)).Output);
        }
        finally
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }

    [Fact]
    public async Task Niceness_reaches_the_program()
    {
        var before = await _runner.RunAsync(new ProcessRequest { Tool = "nice", Arguments = [] }, Cancellation);
        var after = await _runner.RunAsync(new ProcessRequest { Tool = "nice", Arguments = [], Nice = 3 }, Cancellation);
        Assert.Equal(
            Math.Min(19, int.Parse(before.Output, System.Globalization.CultureInfo.InvariantCulture) + 3),
            int.Parse(after.Output, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("no-such-tool-anywhere")]
    [InlineData("/no/such/tool")]
    public async Task A_missing_program_is_a_fault_that_says_what_to_install(string tool)
    {
        var fault = await Assert.ThrowsAsync<MediaException>(
            () => _runner.RunAsync(new ProcessRequest { Tool = tool, Arguments = [] }, Cancellation));
        Assert.Equal(MediaFaultKind.ToolMissing, fault.Kind);
        Assert.Contains($"{tool} is not installed", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_executable_counts_as_missing()
    {
        var fault = await Assert.ThrowsAsync<MediaException>(
            () => _runner.RunAsync(new ProcessRequest { Tool = _folder.Write("tool", "#!/bin/sh"), Arguments = [] }, Cancellation));
        Assert.Equal(MediaFaultKind.ToolMissing, fault.Kind);
    }

    [Fact]
    public async Task The_time_limit_ends_a_program_that_hangs()
    {
        var fault = await Assert.ThrowsAsync<MediaException>(
            () => _runner.RunAsync(FakeTool.Request("hang") with { TimeLimit = TimeSpan.FromMilliseconds(400) }, Cancellation));
        Assert.Equal(MediaFaultKind.TimedOut, fault.Kind);
        Assert.Contains("00:00:00.4", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_interrupts_first_so_that_the_program_can_close_its_files()
    {
        using var cancel = new CancellationTokenSource();
        var lines = new List<string>();
        var run = _runner.RunAsync(
            FakeTool.Request("hang") with
            {
                OnLine = line =>
                {
                    lines.Add(line);
                    cancel.Cancel();
                },
            },
            cancel.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal(["ready", "interrupted"], lines);
    }

    [Fact]
    public async Task A_program_that_ignores_the_interrupt_is_killed()
    {
        using var runner = new ProcessRunner(_folder.Options, new FastTime());
        using var cancel = new CancellationTokenSource();
        ProcessIdentity? child = null;
        var lines = new List<string>();
        var run = runner.RunAsync(
            FakeTool.Request("stubborn") with
            {
                OnLine = line =>
                {
                    lines.Add(line);
                    child ??= ChildNote.Read(Directory.GetFiles(Path.Combine(_folder.Options.Folder, "children"), "*-*", SearchOption.AllDirectories).Single());
                    cancel.Cancel();
                },
            },
            cancel.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal(["ready", "interrupted"], lines);
        Assert.NotNull(child);
        Assert.False(child.IsAlive);
    }

    [Fact]
    public async Task Cancelled_before_the_start_nothing_starts()
        => await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _runner.RunAsync(new ProcessRequest { Tool = "/no/such/tool", Arguments = [] }, new CancellationToken(canceled: true)));

    [Fact]
    public async Task Cancelled_at_any_moment_of_the_start_the_program_is_gone()
    {
        for (var milliseconds = 0; milliseconds < 12; milliseconds++)
        {
            using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(milliseconds));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _runner.RunAsync(FakeTool.Request("hang"), cancel.Token));
        }

        Assert.Empty(Directory.GetFiles(_folder.Path, "*-*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_listener_that_throws_ends_the_program_and_its_exception_comes_out()
    {
        var watch = Stopwatch.StartNew();
        await Assert.ThrowsAsync<FormatException>(
            () => _runner.RunAsync(FakeTool.Request("hang") with { OnLine = _ => throw new FormatException() }, Cancellation));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task Notes_about_children_are_gone_when_they_have_ended()
    {
        await _runner.RunAsync(FakeTool.Request("echo"), Cancellation);
        Assert.Empty(Directory.GetFiles(_folder.Path, "*-*", SearchOption.AllDirectories));
        _runner.Dispose();
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_folder.Options.Folder, "children")));
    }
}
