using Reelway.Engine;
using Reelway.Runs;

namespace Reelway.Talks;

/// <summary>What a person says a recording shows, where its file name does not: kept with its run, whatever the sheet or a retry brings.</summary>
internal sealed class TalkChoices(TalkChoiceStore store, TalkSheet sheet, IRuns runs)
{
    /// <summary>True while a run can still be told which talk it is about: it needs a person, and holds no talk yet.</summary>
    public static bool IsOpen(RunView run)
        => run.Summary.Flow == PublishTalk.Flow && RunActions.CanRetry(run.Summary)
            && run.Steps.FirstOrDefault(step => step.Name == PublishTalk.ClaimStep) is not { State: StepState.Succeeded };

    /// <inheritdoc cref="TalkChoiceStore.FindAsync"/>
    public Task<string?> FindAsync(RunId run, CancellationToken cancellation) => store.FindAsync(run, cancellation);

    /// <summary>Says which talk a run is about, and lets it go on.</summary>
    /// <param name="title">As the sheet has it, or as a file name could spell it.</param>
    /// <exception cref="FaultException">The sheet has no such talk, or can't be used.</exception>
    public async Task<AssignedTalk> ChooseAsync(RunId run, string title, CancellationToken cancellation)
    {
        var view = await runs.FindAsync(run, cancellation) ?? throw RunProblems.NotFound(run.ToString());
        if (!IsOpen(view))
        {
            throw RunProblems.RunCannotMove.Because(WhyNot(view));
        }

        var found = await sheet.FindNamedAsync(title, cancellation);
        await store.KeepAsync(run, found.Talk.Title, cancellation);
        // The step that looks for the talk is done where another talk was found; it has to look again.
        var moved = view.Steps.Any(step => step is { Name: PublishTalk.FindStep, State: StepState.Succeeded })
            ? await runs.ReplayAsync(run, PublishTalk.FindStep, new ReplayOptions(), cancellation)
            : await runs.RetryAsync(run, cancellation);
        return moved.Moved ? new AssignedTalk(run.ToString(), found.Talk.Title, moved.Sentence) : throw RunProblems.RunCannotMove.Because(moved.Sentence);
    }

    private static string WhyNot(RunView run)
        => run.Summary.Flow != PublishTalk.Flow
            ? $"{run.Summary.Id} is a run of {run.Summary.Flow}, which publishes no talk."
            : $"{run.Summary.Id} is {run.Summary.State.Name()}; a talk can be chosen only for a run that has stopped before it held one.";
}
