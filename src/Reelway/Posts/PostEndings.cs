using Reelway.Engine;
using Reelway.Events;
using Reelway.Facts;
using Reelway.Storage;

namespace Reelway.Posts;

/// <summary>Ends posts whose runs have failed, which is announced, or were cancelled.</summary>
internal sealed class PostEndings : IRunWitness
{
    public async Task SeeAsync(IDbSession session, RunFact fact)
    {
        if (fact.Flow != SendPost.Flow)
        {
            return;
        }

        if (fact.State == RunState.Cancelled)
        {
            await PostStore.EndCancelledAsync(session, fact.Key, fact.At.ToUnixTimeMilliseconds());
        }
        else if (fact.State == RunState.Failed && await PostStore.FailAsync(session, fact.Run, fact.Sentence, fact.At.ToUnixTimeMilliseconds()) is { } post)
        {
            await EventStore.RecordAsync(session, new PostFailed(post.Id.ToString(), post.Reference, fact.Sentence), $"{fact.Run}/{fact.Epoch}", fact.At);
        }
    }
}
