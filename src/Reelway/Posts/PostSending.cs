using Reelway.Connectors.Posting;
using Reelway.Engine;
using Reelway.Events;
using Reelway.Facts;
using Reelway.Frame.Cli;

namespace Reelway.Posts;

/// <summary>The steps around the sending of a post: it is taken as it is, and that it is out is recorded.</summary>
internal sealed class PostSending(PostStore store, PostDelivery delivery, PostAccounts accounts, TimeProvider time)
{
    /// <summary>The step <c>begin</c>: takes the post as it is now; from here on it is not changed any more.</summary>
    public async Task<BegunPost> BeginAsync(SendPostInput input, RunId run, IStep step)
    {
        if (!PostId.TryParse(input.Post, out var id) || await store.FindAsync(id, step.Cancellation) is not { } post)
        {
            throw FaultException.Permanent($"There is no post {input.Post}.");
        }

        var begun = new BegunPost(
            input.Post, post.Reference, post.Platform, post.Account, accounts.Marked(post.Message, post.Platform, post.Account, post.Campaign, post.Reference), Why: null, post.Extras is null ? null : PostExtras.Read(post.Extras));
        if (post.Start != input.Start || post.State is PostState.Cancelled or PostState.Draft)
        {
            return begun with { Why = "The post was cancelled." };
        }

        var now = Now();
        if (post.RunId is null)
        {
            step.Commit(session => PostStore.BeginAsync(session, post, run, now));
        }

        return begun;
    }

    /// <summary>The step <c>record</c>: the post is out, and that is announced.</summary>
    public async Task<SentPost> RecordAsync(BegunPost post, IReadOnlyList<PostMedia> media, PostAttempt attempt, IStep step)
    {
        var id = IdOf(post);
        var row = await store.FindAsync(id, step.Cancellation) ?? throw FaultException.Permanent($"There is no post {post.Post}.");
        var (networkId, link) = (row.NetworkId, row.Link);
        var now = Now();
        if (networkId is null)
        {
            // A person has said that it is out, and not where.
            var (publisher, outgoing) = await delivery.UseAsync(new OutgoingPart(post, Part: null, media, InReplyTo: null), step);
            var found = await publisher.FindAsync(outgoing, attempt.Since, step.Cancellation) ?? throw FaultException.Missing(
                $"The post {post.Reference} is said to be out, and was not found among the newest posts of {post.Account}.",
                $"Say where it is with \"{ShellCommand.Reelway("posts out", post.Post, "LINK")}\", then retry.");
            (networkId, link) = (found.Id, found.Link.AbsoluteUri);
            step.Commit(session => PostStore.NoteOutAsync(session, id, found.Id, found.Link.AbsoluteUri, now));
        }

        step.Commit(session => PostStore.EndAsync(session, id, now));
        step.Announce(new PostSent(post.Post, post.Reference, post.Platform, networkId, link!), time.GetUtcNow());
        return new SentPost(post.Reference, networkId, link);
    }

    /// <summary>The step <c>end</c>: what follows the post is out as well.</summary>
    public Task EndAsync(BegunPost post, IStep step)
    {
        var (id, now) = (IdOf(post), Now());
        step.Commit(session => PostStore.EndAsync(session, id, now));
        return Task.CompletedTask;
    }

    /// <summary>The id of a post that a run has.</summary>
    public static PostId IdOf(BegunPost post) => PostId.TryParse(post.Post, out var id) ? id : throw FaultException.Permanent($"There is no post {post.Post}.");

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
