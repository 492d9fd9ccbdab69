using Reelway.Engine;
using Reelway.Events;
using Reelway.Facts;
using Reelway.Storage;

namespace Reelway.Talks;

/// <summary>Announces talks whose runs have failed. A run that has found no talk yet announces itself alone.</summary>
internal sealed class TalkFailures : IRunWitness
{
    public async Task SeeAsync(IDbSession session, RunFact fact)
    {
        if (fact is { Flow: PublishTalk.Flow, State: RunState.Failed } && await TalkStore.FindHeldAsync(session, fact.Run) is { } talk)
        {
            await EventStore.RecordAsync(
                session, new TalkFailed(new TalkId(talk.Id).ToString(), talk.Title, fact.Run.ToString(), fact.Sentence), $"{fact.Run}/{fact.Epoch}", fact.At);
        }
    }
}
