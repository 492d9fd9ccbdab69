using Reelway.Connections;
using Reelway.Connectors;
using Reelway.Connectors.Posting;
using Reelway.Frame.Audit;

namespace Reelway.Posts;

/// <summary>Changes posts that are out, and takes them back, where their networks allow it. Whoever did is in the audit log.</summary>
internal sealed class PostChanges(PostStore store, PostAccounts accounts, ConnectionPool connections)
{
    /// <summary>Lets a post say something else.</summary>
    /// <returns>What the network would refuse the text for; empty when it was changed.</returns>
    public async Task<IReadOnlyList<PostProblem>> EditAsync(PostRow post, string message, string actor, CancellationToken cancellation)
    {
        var publisher = Publisher(post);
        if (!publisher.Network.CanEdit)
        {
            throw PostsApi.CannotMove.Because($"{publisher.Network.Name} does not let a post that is out be changed: delete it and send another one.");
        }

        var problems = publisher.Check(new OutgoingPost(message, accounts.Require(post.Account).Premium));
        if (problems.Count > 0)
        {
            return problems;
        }

        await CallAsync(() => publisher.EditAsync(post.NetworkId!, message, cancellation));
        var now = store.NowMs;
        await store.WriteAsync(
            async session =>
            {
                await PostStore.NoteEditedAsync(session, post.Id, message, now);
                await AuditStore.RecordAsync(session, now, actor, "post.edited", Subject(post), $"The post {post.Reference} on {post.Platform} says something else.", post.Message, message);
            },
            cancellation);
        return [];
    }

    /// <summary>Takes a post back.</summary>
    public async Task DeleteAsync(PostRow post, string actor, CancellationToken cancellation)
    {
        var publisher = Publisher(post);
        if (!publisher.Network.CanDelete)
        {
            throw PostsApi.CannotMove.Because($"{publisher.Network.Name} does not let a post be deleted from here: delete it there.");
        }

        await CallAsync(() => publisher.DeleteAsync(post.NetworkId!, cancellation));
        var now = store.NowMs;
        await store.WriteAsync(
            async session =>
            {
                await PostStore.NoteDeletedAsync(session, post.Id, now);
                await AuditStore.RecordAsync(session, now, actor, "post.deleted", Subject(post), $"The post {post.Reference} was taken back from {post.Platform}: {post.Link}");
            },
            cancellation);
    }

    private static string Subject(PostRow post) => $"post/{post.Id}";

    private IPostPublisher Publisher(PostRow post) => post is { NetworkId: not null, State: PostState.Sent }
        ? connections.Require<IPostPublisher>(accounts.Require(post.Account).Connection)
        : throw PostsApi.CannotMove.Because($"The post {post.Id} is {post.State}; only one that is out can be changed there.");

    private static async Task CallAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (ConnectorException fault)
        {
            throw (fault.Kind == CallFault.Permanent ? PostsApi.Refused : PostsApi.NotAnswered).Because(fault.Message);
        }
    }
}
