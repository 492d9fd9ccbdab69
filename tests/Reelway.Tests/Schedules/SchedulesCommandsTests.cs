using Reelway.Frame.Cli;
using Reelway.Tests.Hosting.Cli;

namespace Reelway.Tests.Schedules;

/// <summary>The commands through the real program on a store of its own.</summary>
public sealed class SchedulesCommandsTests : IDisposable
{
    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Schedules_are_listed_shown_paused_run_and_resumed()
    {
        _cli.With("reelway.yaml", "engine: {archive_after: 7d}\nschedules: {change: {runs.archive: {when: daily 03:30 Europe/Prague}}}\n");

        var list = await _cli.RunAsync("schedules", "list");
        var next = await _cli.RunAsync("schedules", "next", "5", "--schedule", "runs.archive", "--json");
        var paused = await _cli.RunAsync("schedules", "pause", "runs.archive");
        var nothing = await _cli.RunAsync("schedules", "next", "--schedule", "runs.archive");
        var run = await _cli.RunAsync("schedules", "run", "runs.archive", "--json");
        var again = await _cli.RunAsync("schedules", "run", "runs.archive");
        var resumed = await _cli.RunAsync("schedules", "resume", "runs.archive", "--json");

        Assert.Superset(new HashSet<string> { "NAME", "audit.purge", "connections.keep", "requests.forget", "runs.archive" }, list.Out.Split('\n').Select(line => line.Split(' ')[0]).ToHashSet());
        Assert.Contains("No connection is configured.", list.Out, StringComparison.Ordinal);
        Assert.Equal(5, next.Json.GetProperty("items").EnumerateArray().Count(start => start.Text("schedule") == "runs.archive"));
        Assert.Contains("paused by", paused.Out, StringComparison.Ordinal);
        Assert.Equal("Nothing begins by itself.", nothing.Out.Trim());
        Assert.Contains($"Schedule runs.archive has a run that is still open: {run.Json.Text("run")} is queued.", again.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Conflict, again.ExitCode);
        Assert.Equal(run.Json.Text("run"), resumed.Json.GetProperty("lastRun").Text("id"));
        Assert.Equal(5, resumed.Json.GetProperty("next").GetArrayLength());
    }

    [Fact]
    public async Task What_is_wrong_is_said_in_a_sentence()
    {
        var unknown = await _cli.RunAsync("schedules", "show", "tea");
        var count = await _cli.RunAsync("schedules", "next", "1000");
        var off = await _cli.RunAsync("schedules", "run", "runs.archive");

        Assert.Equal((ExitCode.NotFound, true), (unknown.ExitCode, unknown.Error.Contains("There is no schedule \"tea\"; there are audit.purge, connections.keep, ", StringComparison.Ordinal)));
        Assert.Equal((ExitCode.Unusable, true), (count.ExitCode, count.Error.Contains("\"count\" must be a whole number from 1 to 200.", StringComparison.Ordinal)));
        Assert.Equal((ExitCode.Conflict, true), (off.ExitCode, off.Error.Contains("Schedule runs.archive is off: engine.archive_after is not set.", StringComparison.Ordinal)));
    }
}
