using System.Text.Json;
using Reelway.Engine;

namespace Reelway.Tests.Runs;

/// <summary>Runs in the states that matter to those who look at them.</summary>
internal static class SampleRuns
{
    /// <summary>When the samples' world stands still.</summary>
    public static readonly DateTimeOffset Now = new(2026, 3, 4, 10, 30, 0, TimeSpan.Zero);

    public static RunView Run(
        long id, RunState state, string key = "folder:keynote.mp4", string? why = null, AttentionReason? attention = null,
        IReadOnlyList<StepView>? steps = null, double? progress = null)
    {
        var created = Now.AddMinutes(-30).AddSeconds(id % 60);
        return new RunView(
            new RunSummary(
                new RunId(id), "talks.publish", 1, key, state, attention, why,
                state == RunState.Waiting ? Now.AddHours(5).AddMinutes(50) : null, state == RunState.Failed, steps is [.., var last] ? last.Name : null, progress,
                created, created.AddMinutes(2), state.HasEnded() ? created.AddMinutes(2).AddSeconds(14) : null),
            Json($$"""{"file":{{JsonSerializer.Serialize(key)}},"bytes":73400320}"""),
            state == RunState.Succeeded ? Json("""{"link":"https://video.example/v/77"}""") : null,
            steps ?? []);
    }

    /// <summary>A run that has published a talk, with a mark in its journal on the way.</summary>
    public static RunView Published(long id, string title, string link) => Run(id, RunState.Succeeded, "file:///recordings/Owls_%20why_.mp4", steps:
    [
        Step("find", StepState.Succeeded) with { Output = Json($$"""{"title":{{JsonSerializer.Serialize(title)}},"row":2}""") },
        Step("claim", StepState.Succeeded) with { Output = Json("""{"talk":"talk_0000000000001","alreadyAt":null}""") },
        Step("pictures are made", StepState.Succeeded) with { Output = null, IsMark = true },
        Step("link", StepState.Succeeded) with { Output = Json(JsonSerializer.Serialize(link)) },
    ]);

    public static StepView Step(
        string name, StepState state, string? sentence = null, bool decidable = false, int attempts = 1, double? progress = null,
        params IReadOnlyList<AttemptView> failed)
        => new(
            name, state, attempts, Now.AddMinutes(-28), state is StepState.Running or StepState.Waiting ? null : Now.AddMinutes(-26).AddSeconds(14),
            sentence, progress, progress is null ? null : "part 4 of 10", state == StepState.Succeeded ? Json("""{"id":"77"}""") : null, decidable, failed);

    public static AttemptView Attempt(int number, FaultKind kind, string sentence, bool again = true)
        => new(number, kind, sentence, Now.AddMinutes(-27), again ? Now.AddMinutes(-27).AddSeconds(5) : null);

    public static RunLogLine Line(long id, string message, RunLogLevel level = RunLogLevel.Info, string? step = "publish")
        => new(id, Now.AddMinutes(-28).AddSeconds(id), level, step, message);

    private static JsonElement Json(string text) => JsonElement.Parse(text);
}
