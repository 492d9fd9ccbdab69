namespace Reelway.EndToEnd.Tests.Launcher;

/// <summary><c>./test</c>: what it counts, in which order it works, and what it leaves behind.</summary>
public sealed class TestScriptTests : IDisposable
{
    private readonly LauncherCopy _copy = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _copy.Dispose();

    [Fact]
    public async Task The_last_line_counts_all_projects()
    {
        _copy.AddTests("Reelway.One.Tests", Reports(passed: 3, skipped: 1));
        _copy.AddTests("Reelway.Two.Tests", Reports(passed: 2));

        var tested = await TestAsync();

        Assert.EndsWith("\n5 passed, 0 failed, 1 skipped\n", tested.Output, StringComparison.Ordinal);
        Assert.Equal(0, tested.ExitCode);
    }

    [Fact]
    public async Task Failed_tests_are_counted_and_what_the_runner_says_of_them_is_shown()
    {
        _copy.AddTests("Reelway.One.Tests", Reports(passed: 3, failed: 2, errors: 1) + "echo '    It_works [FAIL]'; exit 1");

        var tested = await TestAsync();

        Assert.Contains("    It_works [FAIL]\n", tested.Output, StringComparison.Ordinal);
        Assert.EndsWith("\n3 passed, 3 failed, 0 skipped\n", tested.Output, StringComparison.Ordinal);
        Assert.Equal(1, tested.ExitCode);
    }

    [Theory]
    [InlineData("crashed before it had a report", "exit 134", "ended with code 134 before it was done")]
    [InlineData("said nothing and meant well", "exit 0", "holds no test")]
    [InlineData("was killed", "kill -KILL $$", "ended with code 137 before it was done")]
    public async Task A_project_without_a_report_is_a_failure(string what, string script, string sentence)
    {
        _copy.AddTests("Reelway.Good.Tests", Reports(passed: 4));
        _copy.AddTests("Reelway.Bad.Tests", script);

        var tested = await TestAsync();

        Assert.True(tested.Output.Contains($"FAILED: Reelway.Bad.Tests {sentence}", StringComparison.Ordinal), $"{what}: {tested.Output}");
        Assert.EndsWith("\n4 passed, 1 failed, 0 skipped\n", tested.Output, StringComparison.Ordinal);
        Assert.Equal(1, tested.ExitCode);
    }

    [Fact]
    public async Task A_project_that_ends_badly_after_its_last_test_is_a_failure()
    {
        _copy.AddTests("Reelway.One.Tests", Reports(passed: 4) + "exit 139");

        Assert.EndsWith("\n4 passed, 1 failed, 0 skipped\n", (await TestAsync()).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_without_tests_is_a_failure()
    {
        _copy.AddTests("Reelway.One.Tests", Reports(passed: 0));

        var tested = await TestAsync();

        Assert.Contains("FAILED: Reelway.One.Tests holds no test\n", tested.Output, StringComparison.Ordinal);
        Assert.EndsWith("\n0 passed, 1 failed, 0 skipped\n", tested.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_that_hangs_is_ended_after_its_minutes_and_a_failure()
    {
        _copy.RemoveTool("timeout");
        _copy.AddTool("timeout", """[[ $* == *" 15m dotnet "* ]] && exit 124""");
        _copy.AddTests("Reelway.One.Tests", Reports(passed: 1));

        var tested = await TestAsync();

        Assert.Contains("FAILED: Reelway.One.Tests ended with code 124 before it was done", tested.Output, StringComparison.Ordinal);
        Assert.Empty(_copy.Lines("runs"));
        Assert.Equal(1, tested.ExitCode);
    }

    [Fact]
    public async Task A_failed_build_is_a_failure_and_nothing_is_tested()
    {
        _copy.AddTests("Reelway.One.Tests", Reports(passed: 1));
        await File.WriteAllTextAsync(Path.Combine(_copy.Notes, "broken"), "error CS1002: ; expected", Cancellation);

        var tested = await TestAsync();

        Assert.EndsWith("0 passed, 1 failed, 0 skipped\n", tested.Output, StringComparison.Ordinal);
        Assert.Empty(_copy.Lines("runs"));
    }

    [Fact]
    public async Task What_took_long_the_last_time_begins_first_and_a_long_namespace_is_a_unit_of_its_own()
    {
        string[] projects = ["Reelway.Brief.Tests", "Reelway.Long.Tests", "Reelway.Medium.Tests"];
        foreach (var project in projects)
        {
            _copy.AddTests(project, Reports(passed: 1, type: $"{project}.Deep.SomeTests", seconds: project == projects[1] ? 100 : 1));
        }

        _copy.Write("tests/Reelway.Long.Tests/Deep/SomeTests.cs", "namespace Reelway.Long.Tests.Deep;\n");
        _copy.Write("artifacts/tests/times", "2 Reelway.Brief.Tests Reelway.Brief.Tests.A\n30 Reelway.Medium.Tests Reelway.Medium.Tests.B\n");
        var whole = await TestAsync();
        var parted = await TestAsync();

        Assert.EndsWith("\n3 passed, 0 failed, 0 skipped\n", whole.Output, StringComparison.Ordinal);
        Assert.Contains("slowest classes:\n  100.0 s  Reelway.Long.Tests.Deep.SomeTests\n", whole.Output, StringComparison.Ordinal);
        Assert.EndsWith("\n4 passed, 0 failed, 0 skipped\n", parted.Output, StringComparison.Ordinal);
        var runs = _copy.Lines("runs");
        Assert.Contains("Medium", runs[0] + runs[1], StringComparison.Ordinal);
        Assert.EndsWith(" -namespace Reelway.Long.Tests.Deep", Assert.Single(runs, run => run.Contains("-namespace ", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.EndsWith(" -namespace- Reelway.Long.Tests.Deep", Assert.Single(runs, run => run.Contains("-namespace- ", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_project_is_tested_with_the_runners_options()
    {
        _copy.AddTests("Reelway.One.Tests", Reports(passed: 1));
        _copy.AddTests("Reelway.Two.Tests", Reports(passed: 1));

        var tested = await TestAsync("--only", "Two", "--", "-class", "A B");

        Assert.EndsWith(" -class A B", Assert.Single(_copy.Lines("runs")), StringComparison.Ordinal);
        Assert.EndsWith("1 passed, 0 failed, 0 skipped\n", tested.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Interrupted_it_ends_what_it_has_started()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var begun = Path.Combine(_copy.Notes, "begun");
        var ended = Path.Combine(_copy.Notes, "ended");
        await LauncherCopy.EndAsync(_copy.Start("-c", $"mkfifo '{begun}' '{ended}' '{Path.Combine(_copy.Notes, "never")}'"), cancellation);
        // The pipe closes when the last process that has it open is gone.
        _copy.AddTests("Reelway.One.Tests", "exec 5>\"$notes/ended\"; echo begun >\"$notes/begun\"; read -rt 50 <>\"$notes/never\"");
        var test = _copy.Start(Path.Combine(_copy.House, "test"), "--no-install");
        var waiting = File.ReadAllTextAsync(ended, cancellation);
        Assert.Equal("begun\n", await File.ReadAllTextAsync(begun, cancellation));

        await LauncherCopy.EndAsync(_copy.Start("-c", $"kill -INT {test.Id}"), cancellation);

        Assert.Equal("", await waiting);
        Assert.Equal(130, (await LauncherCopy.EndAsync(test, cancellation)).ExitCode);
    }

    private Task<Launched> TestAsync(params string[] arguments)
        => LauncherCopy.EndAsync(_copy.Start(Path.Combine(_copy.House, "test"), ["--no-install", .. arguments]), Cancellation);

    /// <summary>What a project does whose runner reports these numbers.</summary>
    private static string Reports(int passed, int failed = 0, int errors = 0, int skipped = 0, string type = "A.B", double seconds = 1)
        => $"""
            echo '<assemblies><assembly name="a" errors="{errors}" failed="{failed}" not-run="1" passed="{passed}" skipped="{skipped}" total="{passed + failed + skipped}"><collection failed="7"><test name="x" time="{seconds}" type="{type}" /></collection></assembly></assemblies>' >"$report"

            """;
}
