using System.CommandLine;
using System.Text.Json;
using Reelway.Frame.Cli;

namespace Reelway.Schedules;

/// <summary><c>schedules list/show/next/run/pause/resume</c>: flows that start at times.</summary>
internal static class SchedulesCommands
{
    /// <summary>The commands.</summary>
    public static Command Create(CliContext cli) => CliContext.Noun("schedules", "Schedules: flows that start at times.",
        cli.List(SchedulesApi.List, "list", "Lists the schedules with their next times.", "reelway schedules list\nreelway schedules list --json", List),
        cli.Verb(SchedulesApi.Get, "show", "Shows a schedule with its next five times and its last run.", "reelway schedules show runs.archive", [Name()], Detail),
        Next(cli),
        cli.Verb(SchedulesApi.Run, "run", "Starts a schedule's run now; its times stay as they are.", "reelway schedules run runs.archive", [Name()],
            (text, answer) => text.Line(answer.Text("sentence") ?? "")),
        cli.Verb(SchedulesApi.Pause, "pause", "Lets nothing of a schedule begin by itself.", "reelway schedules pause runs.archive", [Name()], Detail),
        cli.Verb(SchedulesApi.Resume, "resume", "Ends a schedule's pause; it goes on with its next slot.", "reelway schedules resume runs.archive", [Name()], Detail));

    private static Command Next(CliContext cli)
    {
        var count = new Argument<int>("count") { Description = "How many times.", Arity = ArgumentArity.ZeroOrOne, DefaultValueFactory = _ => ScheduleOperations.ShownTimes };
        var name = new Option<string?>("--schedule") { Description = "Only this schedule.", HelpName = "NAME" };
        return cli.Verb("next", "Lists what begins next.", "reelway schedules next 5\nreelway schedules next 20 --schedule runs.archive", [count, name], async call =>
        {
            var api = await call.ApiAsync();
            var path = ApiQuery.Of(SchedulesApi.Next.Path, ("count", $"{call.Value(count)}"), ("schedule", call.Value(name)));
            return call.Show(await api.AskAsync(SchedulesApi.Next, path, body: null, call.Cancellation), (text, answer) => text.List(
                answer, "Nothing begins by itself.", ["at", "schedule"], start => [start.Time("at"), start.Text("schedule")]));
        });
    }

    private static void List(CliText text, JsonElement page) => text.List(page, "No schedules.", ["name", "when", "next", "last run", "note"], item =>
        [item.Text("name"), item.Text("when"), FirstOf(item), item.GetProperty("lastRun") is { ValueKind: JsonValueKind.Object } run ? run.Text("state") : null, Note(item)]);

    private static void Detail(CliText text, JsonElement item)
    {
        var run = item.GetProperty("lastRun");
        var left = item.GetProperty("leftOut");
        text.Pairs(
            ("schedule", item.Text("name")), ("does", item.Text("text")), ("flow", item.Text("flow")), ("when", item.Text("when")), ("overlap", item.Text("overlap")),
            ("catch up", item.Text("catchUp")), ("jitter", item.Text("jitter")), ("note", Note(item)),
            ("last run", run.ValueKind == JsonValueKind.Object ? $"{run.Text("id")} {run.Text("state")}" : null), ("waiting slot", item.Time("waiting")),
            ("left out", left.ValueKind == JsonValueKind.Object ? $"{left.Time("at")}: {left.Text("why")}" : null));
        foreach (var next in item.GetProperty("next").EnumerateArray())
        {
            text.Line($"next  {next.GetString()}");
        }
    }

    private static string? FirstOf(JsonElement item) => item.GetProperty("next").EnumerateArray().Select(next => next.GetString()).FirstOrDefault();

    private static string? Note(JsonElement item)
        => item.GetProperty("paused") is { ValueKind: JsonValueKind.Object } paused ? $"paused by {paused.Text("by")}, {paused.Time("at")}" : item.Text("off");

    private static Argument<string> Name() => new("name") { Description = "The schedule's name, as \"schedules list\" shows it." };
}
