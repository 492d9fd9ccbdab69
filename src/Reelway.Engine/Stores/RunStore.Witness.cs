using Reelway.Storage;

namespace Reelway.Engine.Stores;

internal sealed partial class RunStore
{
    /// <summary>Shows a run as it is now to whoever wants to see it.</summary>
    private async Task ShowAsync(IDbSession session, long runId)
    {
        if (_witnesses.Count == 0)
        {
            return;
        }

        var run = (await session.FindAsync<WitnessedRun>(
            "SELECT flow, key, state, attention, dead_letter, why, epoch FROM run WHERE id = @runId", new { runId }))!;
        var fact = new RunFact(
            new RunId(runId), run.Flow, run.Key, run.State, run.Attention, run.DeadLetter != 0, run.Why ?? "", run.Epoch, DateTimeOffset.FromUnixTimeMilliseconds(NowMs));
        foreach (var witness in _witnesses)
        {
            await witness.SeeAsync(session, fact);
        }
    }

    private sealed class WitnessedRun
    {
        public string Flow { get; init; } = "";

        public string Key { get; init; } = "";

        public RunState State { get; init; }

        public AttentionReason? Attention { get; init; }

        public long DeadLetter { get; init; }

        public string? Why { get; init; }

        public long Epoch { get; init; }
    }
}
