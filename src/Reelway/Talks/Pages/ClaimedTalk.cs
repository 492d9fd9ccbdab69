using Reelway.Engine;

namespace Reelway.Talks.Pages;

/// <summary>The talk that a run holds, for what is shown on the run's page.</summary>
internal static class ClaimedTalk
{
    /// <summary>The talk; null while the run has claimed none, and when another run holds it by now.</summary>
    public static async Task<TalkRow?> FindAsync(RunView run, TalkStore talks, CancellationToken cancellation)
        => run.Steps.FirstOrDefault(step => step.Name == PublishTalk.ClaimStep)?.Output is { } claim
            && claim.TryGetProperty("talk", out var name) && TalkId.TryParse(name.GetString(), out var id)
            && await talks.FindAsync(id, cancellation) is { } row && row.RunId == run.Summary.Id.Value
                ? row
                : null;
}
