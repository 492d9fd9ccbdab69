using Reelway.Engine;
using Reelway.Frame;

namespace Reelway.Runs.Pages;

/// <summary>Runs with their texts made fit for a page. Names of steps stay as they are, since forms name steps by them: a page shows them as <see cref="ShownText.Name"/>.</summary>
internal static class ShownRun
{
    public static RunSummary Of(RunSummary run) => run with
    {
        Key = ShownText.Sentence(run.Key),
        Why = ShownText.Sentence(run.Why),
        CurrentStep = run.CurrentStep is { } step ? ShownText.Name(step) : null,
    };

    public static RunView Of(RunView run) => run with { Summary = Of(run.Summary), Steps = [.. run.Steps.Select(Of)] };

    public static RunLogLine Of(RunLogLine line) => line with
    {
        Step = line.Step is { } step ? ShownText.Name(step) : null,
        Message = ShownText.Sentence(line.Message),
    };

    private static StepView Of(StepView step) => step with
    {
        Sentence = ShownText.Sentence(step.Sentence),
        ProgressText = step.ProgressText is { } text ? ShownText.Name(text) : null,
        FailedAttempts = [.. step.FailedAttempts.Select(attempt => attempt with { Sentence = ShownText.Sentence(attempt.Sentence) })],
    };
}
