using Reelway.Connections;
using Reelway.Connectors;
using Reelway.Connectors.Posting;
using Reelway.Engine;
using Reelway.Events;
using Reelway.Facts;
using Reelway.Frame.Cli;

namespace Reelway.Posts;

/// <summary>The steps that bring a post out.</summary>
internal sealed class PostSending(PostStore store, PostAccounts accounts, ConnectionPool connections, TimeProvider time)
{
    /// <summary>The remote code of a text that the account has posted shortly before.</summary>
    private const string Duplicate = "duplicate";

    // The account's clock and ours may differ by as much.
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(1);

    /// <summary>The step <c>begin</c>: takes the post as it is now; from here on it is not changed any more.</summary>
    public async Task<BegunPost> BeginAsync(SendPostInput input, RunId run, IStep step)
    {
        if (!PostId.TryParse(input.Post, out var id) || await store.FindAsync(id, step.Cancellation) is not { } post)
        {
            throw FaultException.Permanent($"There is no post {input.Post}.");
        }

        var begun = new BegunPost(input.Post, post.Reference, post.Platform, post.Account, post.Message, Why: null);
        if (post.Start != input.Start || post.State is PostState.Cancelled)
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

    /// <summary>The step <c>send</c>. That it begins is durable before anything is sent: an attempt that was interrupted is followed by a look, and not by another one.</summary>
    public async Task<PostAttempt> SendAsync(BegunPost post, IStep step)
    {
        var (publisher, outgoing) = await UseAsync(post, step);
        if (step.Checkpoint<SendMark>() is { At: { } before })
        {
            step.Log(RunLogLevel.Warning, "An attempt was interrupted, and the post may be out: it is looked for.");
            return await FindAsync(post, publisher, outgoing, before - ClockDifference, "it was interrupted while it was being sent", step);
        }

        var since = time.GetUtcNow();
        await step.SaveCheckpointAsync(new SendMark(since));
        try
        {
            Note(post, await publisher.PublishAsync(outgoing, step.Cancellation), step);
            return new PostAttempt(IsOut: true, since, Sentence: null);
        }
        catch (ConnectorException fault) when (fault.OutcomeUnknown)
        {
            step.Log(RunLogLevel.Warning, $"{fault.Message} It is looked for.");
            return await FindAsync(post, publisher, outgoing, since - ClockDifference, fault.Message, step);
        }
        catch (Exception fault) when (fault is ConnectorException or OperationCanceledException)
        {
            // Nothing is out: the next attempt may send.
            await step.SaveCheckpointAsync(new SendMark(null));
            throw;
        }
    }

    /// <summary>The steps <c>look.N</c>: whether a post is in its account's timeline by now.</summary>
    public async Task<PostAttempt> LookAsync(BegunPost post, PostAttempt attempt, IStep step)
    {
        var (publisher, outgoing) = await UseAsync(post, step);
        return await FindAsync(post, publisher, outgoing, attempt.Since, attempt.Sentence ?? "", step);
    }

    /// <summary>The step <c>confirm</c>: asks a person first, and sends again when they say so.</summary>
    public async Task ConfirmAsync(BegunPost post, PostAttempt attempt, IStep step)
    {
        var (publisher, outgoing) = await UseAsync(post, step);
        if (await IsToldAsync(post, step))
        {
            return;
        }

        if (step.Checkpoint<SendMark>() is null)
        {
            await step.SaveCheckpointAsync(new SendMark(time.GetUtcNow()));
            throw new FaultException(new Fault(
                FaultKind.Transient,
                $"Check the account {post.Account}: the post {post.Reference} may be out ({attempt.Sentence?.TrimEnd('.')}), and was not found among its newest posts. "
                    + $"If it is out, say where: {ShellCommand.Reelway("posts out", post.Post, "LINK")}; else let it be sent again.",
                OutcomeUnknown: true));
        }

        try
        {
            Note(post, await publisher.PublishAsync(outgoing, step.Cancellation), step);
        }
        catch (ConnectorException fault) when (fault.RemoteCode == Duplicate)
        {
            // That is the network's own word that the first attempt has come through.
            if (await publisher.FindAsync(outgoing, attempt.Since, step.Cancellation) is not { } found)
            {
                throw;
            }

            Note(post, found, step);
        }
    }

    /// <summary>The step <c>record</c>: the post is out, and that is announced.</summary>
    public async Task<SentPost> RecordAsync(BegunPost post, PostAttempt attempt, IStep step)
    {
        var id = IdOf(post);
        var row = await store.FindAsync(id, step.Cancellation) ?? throw FaultException.Permanent($"There is no post {post.Post}.");
        var (networkId, link) = (row.NetworkId, row.Link);
        if (networkId is null)
        {
            // A person has said that it is out, and not where.
            var (publisher, outgoing) = await UseAsync(post, step);
            var found = await publisher.FindAsync(outgoing, attempt.Since, step.Cancellation) ?? throw FaultException.Missing(
                $"The post {post.Reference} is said to be out, and was not found among the newest posts of {post.Account}.",
                $"Say where it is with \"{ShellCommand.Reelway("posts out", post.Post, "LINK")}\", then retry.");
            (networkId, link) = (found.Id, found.Link.AbsoluteUri);
            Note(post, found, step);
        }

        var now = Now();
        step.Commit(session => PostStore.EndAsync(session, id, now));
        step.Announce(new PostSent(post.Post, post.Reference, post.Platform, networkId, link!), time.GetUtcNow());
        return new SentPost(post.Reference, networkId, link);
    }

    private async Task<(IPostPublisher Publisher, OutgoingPost Outgoing)> UseAsync(BegunPost post, IStep step)
    {
        var account = accounts.Require(post.Account);
        return (await connections.UseAsync<IPostPublisher>(step, account.Connection), new OutgoingPost(post.Message, account.Premium));
    }

    private async Task<PostAttempt> FindAsync(BegunPost post, IPostPublisher publisher, OutgoingPost outgoing, DateTimeOffset since, string sentence, IStep step)
    {
        if (await IsToldAsync(post, step))
        {
            return new PostAttempt(IsOut: true, since, sentence);
        }

        if (await publisher.FindAsync(outgoing, since, step.Cancellation) is not { } found)
        {
            return new PostAttempt(IsOut: false, since, sentence);
        }

        step.Log(RunLogLevel.Info, $"The post is out: {found.Link}");
        Note(post, found, step);
        return new PostAttempt(IsOut: true, since, sentence);
    }

    // A person may say where it is at any time, also before they are asked.
    private async Task<bool> IsToldAsync(BegunPost post, IStep step) => await store.FindAsync(IdOf(post), step.Cancellation) is { NetworkId: not null };

    private void Note(BegunPost post, PublishedPost published, IStep step)
    {
        var (id, now) = (IdOf(post), Now());
        step.Commit(session => PostStore.NoteOutAsync(session, id, published.Id, published.Link.AbsoluteUri, now));
    }

    private static PostId IdOf(BegunPost post) => PostId.TryParse(post.Post, out var id) ? id : throw FaultException.Permanent($"There is no post {post.Post}.");

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();
}

/// <summary>Since when an attempt may have got through; null when none has.</summary>
internal sealed record SendMark(DateTimeOffset? At);
