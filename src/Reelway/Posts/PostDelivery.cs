using Reelway.Connections;
using Reelway.Connectors;
using Reelway.Connectors.Posting;
using Reelway.Engine;
using Reelway.Frame.Cli;

namespace Reelway.Posts;

/// <summary>The steps that bring one text out, once: the post itself, or one that follows it.</summary>
internal sealed class PostDelivery(PostStore store, PostAccounts accounts, PostUsage usage, ConnectionPool connections, TimeProvider time)
{
    // The account's clock and ours may differ by as much.
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(1);

    /// <summary>The step <c>send</c>. That it begins is durable before anything is sent: an attempt that was interrupted is followed by a look, and not by another one.</summary>
    public async Task<PostAttempt> SendAsync(OutgoingPart part, IStep step)
    {
        var (publisher, outgoing) = await UseAsync(part, step);
        if (step.Checkpoint<SendMark>() is { At: { } before })
        {
            step.Log(RunLogLevel.Warning, "An attempt was interrupted, and the post may be out: it is looked for.");
            return await FindAsync(part, publisher, outgoing, before - ClockDifference, "it was interrupted while it was being sent", step);
        }

        if (step.Checkpoint<SendMark>() is null)
        {
            // A later attempt is the same post.
            await usage.PostAsync(accounts.Require(part.Post.Account).Connection, step.Cancellation);
        }

        var since = time.GetUtcNow();
        await step.SaveCheckpointAsync(new SendMark(since));
        try
        {
            return Out(part, await publisher.PublishAsync(outgoing, step.Cancellation), since, step);
        }
        catch (ConnectorException fault) when (fault.OutcomeUnknown)
        {
            step.Log(RunLogLevel.Warning, $"{fault.Message} It is looked for.");
            return await FindAsync(part, publisher, outgoing, since - ClockDifference, fault.Message, step);
        }
        catch (Exception fault) when (fault is ConnectorException or OperationCanceledException)
        {
            // Nothing is out: the next attempt may send.
            await step.SaveCheckpointAsync(new SendMark(null));
            throw;
        }
    }

    /// <summary>The steps <c>look.N</c>: whether a text is in its account's timeline by now.</summary>
    public async Task<PostAttempt> LookAsync(OutgoingPart part, PostAttempt attempt, IStep step)
    {
        var (publisher, outgoing) = await UseAsync(part, step);
        return await FindAsync(part, publisher, outgoing, attempt.Since, attempt.Sentence ?? "", step);
    }

    /// <summary>The step <c>confirm</c>: asks a person first, and sends again when they say so.</summary>
    public async Task ConfirmAsync(OutgoingPart part, PostAttempt attempt, IStep step)
    {
        var (publisher, outgoing) = await UseAsync(part, step);
        if (await IsToldAsync(part, step))
        {
            return;
        }

        if (step.Checkpoint<SendMark>() is null)
        {
            await step.SaveCheckpointAsync(new SendMark(time.GetUtcNow()));
            var say = part.Part is null ? $"If it is out, say where: {ShellCommand.Reelway("posts out", part.Post.Post, "LINK")}; else let it be sent again." : "Say whether it is out, or let it be sent again.";
            throw new FaultException(new Fault(
                FaultKind.Transient,
                $"Check the account {part.Post.Account}: {part.Name} may be out ({attempt.Sentence?.TrimEnd('.')}), and was not found among its newest posts. {say}",
                OutcomeUnknown: true));
        }

        try
        {
            Out(part, await publisher.PublishAsync(outgoing, step.Cancellation), attempt.Since, step);
        }
        catch (ConnectorException fault) when (fault.RemoteCode == PostFaults.Duplicate)
        {
            // That is the network's own word that the first attempt has come through.
            if (await publisher.FindAsync(outgoing, attempt.Since, step.Cancellation) is not { } found)
            {
                throw;
            }

            Out(part, found, attempt.Since, step);
        }
    }

    /// <summary>The publisher of a text's account, and the text as it takes it.</summary>
    public async Task<(IPostPublisher Publisher, OutgoingPost Outgoing)> UseAsync(OutgoingPart part, IStep step)
    {
        var account = accounts.Require(part.Post.Account);
        return (
            await connections.UseAsync<IPostPublisher>(step, account.Connection),
            new OutgoingPost(part.Part?.Text ?? part.Post.Message, account.Premium)
            {
                Media = part.Media,
                InReplyTo = part.InReplyTo,
                Key = part.Part is null ? part.Post.Post : $"{part.Post.Post}/{part.Part.Key}",
            });
    }

    private async Task<PostAttempt> FindAsync(OutgoingPart part, IPostPublisher publisher, OutgoingPost outgoing, DateTimeOffset since, string sentence, IStep step)
    {
        if (await IsToldAsync(part, step))
        {
            return new PostAttempt(IsOut: true, since, sentence);
        }

        await usage.ReadAsync(accounts.Require(part.Post.Account).Connection, step.Cancellation);
        if (await LookAsync(publisher, outgoing, since, step) is not { } found)
        {
            return new PostAttempt(IsOut: false, since, sentence);
        }

        step.Log(RunLogLevel.Info, $"It is out: {found.Link}");
        return Out(part, found, since, step);
    }

    // Where a network makes no second post of the same, for a while, it is sent again: the first one is named, or it is out now.
    private async Task<PublishedPost?> LookAsync(IPostPublisher publisher, OutgoingPost outgoing, DateTimeOffset since, IStep step)
    {
        if (publisher.Network.CanFind && await publisher.FindAsync(outgoing, since, step.Cancellation) is { } found)
        {
            return found;
        }

        if (publisher.Network.RepeatsFor <= TimeSpan.Zero || time.GetUtcNow() + ClockDifference > since + publisher.Network.RepeatsFor)
        {
            return null;
        }

        try
        {
            return await publisher.PublishAsync(outgoing with { MayBeOut = since }, step.Cancellation);
        }
        catch (ConnectorException fault) when (fault.OutcomeUnknown)
        {
            step.Log(RunLogLevel.Warning, fault.Message);
            return null;
        }
    }

    // A person may say where a post is at any time, also before they are asked.
    private async Task<bool> IsToldAsync(OutgoingPart part, IStep step)
        => part.Part is null && await store.FindAsync(PostSending.IdOf(part.Post), step.Cancellation) is { NetworkId: not null };

    private PostAttempt Out(OutgoingPart part, PublishedPost published, DateTimeOffset since, IStep step)
    {
        if (part.Part is null)
        {
            var (id, now) = (PostSending.IdOf(part.Post), time.GetUtcNow().ToUnixTimeMilliseconds());
            step.Commit(session => PostStore.NoteOutAsync(session, id, published.Id, published.Link.AbsoluteUri, now));
        }

        return new PostAttempt(IsOut: true, since, Sentence: null, published.Id);
    }
}

/// <summary>Since when an attempt may have got through; null when none has.</summary>
internal sealed record SendMark(DateTimeOffset? At);
