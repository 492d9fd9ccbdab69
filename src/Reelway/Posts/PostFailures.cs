using Reelway.Engine;
using Reelway.Events;
using Reelway.Facts;
using Reelway.Storage;

namespace Reelway.Posts;

/// <summary>Announces posts whose runs have failed.</summary>
internal sealed class PostFailures : IRunWitness
{
    public async Task SeeAsync(IDbSession session, RunFact fact)
    {
        if (fact is { Flow: SendPost.Flow, State: RunState.Failed } && await PostStore.FailAsync(session, fact.Run, fact.Sentence, fact.At.ToUnixTimeMilliseconds()) is { } post)
        {
            await EventStore.RecordAsync(session, new PostFailed(post.Id.ToString(), post.Reference, fact.Sentence), $"{fact.Run}/{fact.Epoch}", fact.At);
        }
    }
}
