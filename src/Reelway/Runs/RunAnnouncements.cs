using Reelway.Engine;
using Reelway.Events;
using Reelway.Facts;
using Reelway.Storage;

namespace Reelway.Runs;

/// <summary>Announces runs that have failed or need a person.</summary>
/// <param name="silent">Flows whose runs are not announced, because they deliver announcements.</param>
internal sealed class RunAnnouncements(IEnumerable<SilentFlow> silent) : IRunWitness
{
    private readonly HashSet<string> _silent = silent.Select(flow => flow.Name).ToHashSet(StringComparer.Ordinal);

    public Task SeeAsync(IDbSession session, RunFact fact)
    {
        if (fact.State == RunState.Cancelled || _silent.Contains(fact.Flow))
        {
            return Task.CompletedTask;
        }

        IProductEvent announced = fact.Attention is { } need
            ? new RunNeedsPerson(fact.Run.ToString(), fact.Flow, fact.Key, need.Name(), fact.Sentence)
            : new RunFailed(fact.Run.ToString(), fact.Flow, fact.Key, fact.State == RunState.Partial, fact.DeadLetter, fact.Sentence);
        return EventStore.RecordAsync(session, announced, $"{fact.Epoch}", fact.At);
    }
}

/// <summary>A flow whose runs are not announced when they fail.</summary>
internal sealed record SilentFlow(string Name);
