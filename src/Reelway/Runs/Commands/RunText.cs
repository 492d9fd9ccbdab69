using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Reelway.Frame.Cli;

namespace Reelway.Runs.Commands;

/// <summary>Runs for people.</summary>
internal static class RunText
{
    /// <summary>A page of runs.</summary>
    public static void List(CliText text, JsonElement page) => text.List(page, "No runs.", ["id", "state", "flow", "created", "elapsed", "title", "link or why"], run =>
    [
        run.Text("id"), run.Text("state"), run.Text("flow"), run.Time("createdAt"), run.Duration("elapsedMs"), Shortened(run.Text("title"), 50),
        string.Join("  ", new[] { run.Text("link"), run.Text("why") ?? Doing(run) }.Where(part => !string.IsNullOrEmpty(part))),
    ]);

    /// <summary>What follows of a move.</summary>
    public static void Moved(CliText text, JsonElement answer) => text.Line(answer.Text("sentence") ?? "");

    /// <summary>The argument that names a run.</summary>
    public static Argument<string> Id() => new("id") { Description = "The run's id: run_…" };

    /// <summary>One run with its steps.</summary>
    public static void Detail(CliText text, JsonElement run)
    {
        text.Pairs(
            ("run", run.Text("id")), ("title", run.Text("title")), ("link", run.Text("link")), ("state", run.Text("state")), ("why", run.Text("why")), ("waits until", run.Time("waitsUntil")),
            ("flow", run.Text("flow")), ("subject", run.Text("key")), ("created", run.Time("createdAt")), ("ended", run.Time("endedAt")),
            ("elapsed", run.Duration("elapsedMs")), ("configuration", run.Text("configuration")));
        var steps = run.List("steps").ToList();
        if (steps.Count == 0)
        {
            return;
        }

        text.Line();
        text.Table(["step", "what it does", "state", "attempts", "elapsed", "note"], steps.Select(step => new[]
        {
            step.Text("name"), step.Text("title") == step.Text("name") ? "" : step.Text("title"), step.Text("state"), step.Text("attempts"), step.Duration("elapsedMs"), step.Text("sentence") ?? Doing(step),
        }));
        foreach (var step in steps.Where(step => step.Text("decidable") == bool.TrueString))
        {
            text.Line();
            text.Line($"Has {step.Text("name")} happened? Look at the receiving end. If it has:");
            text.Line($"  {Decide(run, step, RunMoves.Sent)}");
            text.Line("If it has not, so that it is to be sent again:");
            text.Line($"  {Decide(run, step, RunMoves.SendAgain)}");
        }
    }

    private static string Decide(JsonElement run, JsonElement step, string decision)
        => ShellCommand.Reelway("run decide", run.Text("id") ?? "", step.Text("name") ?? "", decision);

    private static string? Doing(JsonElement element)
    {
        var percent = element.TryGetProperty("progress", out var progress) && progress.ValueKind == JsonValueKind.Number
            ? string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(progress.GetDouble() * 100)} %")
            : null;
        return string.Join(' ', new[] { element.Text("currentStepTitle"), element.Text("progressText"), percent }.OfType<string>());
    }

    private static string? Shortened(string? text, int length) => text is null || text.Length <= length ? text : "…" + text[^(length - 1)..];
}
