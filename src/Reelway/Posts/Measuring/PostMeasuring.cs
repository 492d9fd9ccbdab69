using Reelway.Configuration;
using Reelway.Connections;
using Reelway.Connectors;
using Reelway.Connectors.Posting;
using Reelway.Engine;
using Reelway.Events;
using Reelway.Facts;
using Reelway.Frame.Configuration;

namespace Reelway.Posts.Measuring;

/// <summary>Has posts measured that are out, and keeps what their networks say.</summary>
internal sealed class PostMeasuring(
    PostStore posts, PostMeasureStore store, PostAccounts accounts, PostUsage usage, ConnectionPool connections, IRuns runs, Current<PostsOptions> current, TimeProvider time)
{
    /// <summary>The step <c>measure</c> of a post's own run: its measurements are durable timers from then on.</summary>
    public async Task PlanAsync(BegunPost post, IStep step)
    {
        var sent = time.GetUtcNow();
        if (current.Value.Measure is { Count: > 0 } stages)
        {
            await runs.StartManyAsync(
                [.. stages.Select(stage => RunStart.Of(MeasurePost.Flow, $"{post.Post}/{Durations.Format(stage)}", new MeasureInput(post.Post, Durations.Format(stage)), new StartOptions(sent + stage)))],
                _ => Task.CompletedTask, step.Cancellation);
        }
    }

    /// <summary>The step <c>measure</c>. What the network refuses is said in place of numbers, and not tried again.</summary>
    public async Task<MeasuredPost> MeasureAsync(MeasureInput input, IStep step)
    {
        if (!PostId.TryParse(input.Post, out var id) || await posts.FindAsync(id, step.Cancellation) is not { NetworkId: { } networkId } post || post.State == PostState.Deleted)
        {
            return new MeasuredPost(null, null, null, null, null, "The post is not out any more.");
        }

        var account = accounts.Require(post.Account);
        var publisher = await connections.UseAsync<IPostPublisher>(step, account.Connection);
        await usage.ReadAsync(account.Connection, step.Cancellation);
        var measured = await AskAsync(publisher, networkId, step);
        var now = time.GetUtcNow();
        step.Commit(session => PostMeasureStore.KeepAsync(session, id, input.Stage, measured, now.ToUnixTimeMilliseconds()));
        step.Announce(
            new PostMeasured(input.Post, post.Reference, post.Platform, input.Stage, measured.Likes, measured.Reposts, measured.Replies, measured.Impressions, measured.Clicks, measured.Unread), now);
        return measured;
    }

    /// <summary>What was measured of a post, the first first.</summary>
    public Task<IReadOnlyList<PostMeasureRow>> OfAsync(PostId post, CancellationToken cancellation) => store.ListAsync(post, cancellation);

    private static async Task<MeasuredPost> AskAsync(IPostPublisher publisher, string networkId, IStep step)
    {
        try
        {
            var measure = await publisher.MeasureAsync(networkId, step.Cancellation);
            return new MeasuredPost(measure.Likes, measure.Reposts, measure.Replies, measure.Impressions, measure.Clicks, measure.Unread);
        }
        catch (ConnectorException refused) when (refused.Kind == CallFault.Permanent)
        {
            return new MeasuredPost(null, null, null, null, null, refused.Message);
        }
    }
}
