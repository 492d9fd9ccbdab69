using Reelway.Engine;

namespace Reelway.Posts;

/// <summary>The flow of an event that can't be accepted: it fails, and so is found among the dead letters with its text. Retried, it is accepted if it can be by then.</summary>
[Flow(Flow)]
internal sealed class KeepRefusedEvent(PostIntake intake) : IFlow<RefusedEvent, AcceptedEvent>
{
    /// <summary>The flow's name.</summary>
    public const string Flow = "posts.accept";

    /// <inheritdoc/>
    public Task<AcceptedEvent> RunAsync(RefusedEvent input, IRun run) => run.StepAsync("accept", async step =>
    {
        try
        {
            return new AcceptedEvent((await intake.AcceptAsync(new ArrivedEvent(input.Text, input.Reference ?? input.Id, input.Id, input.At) { MayBeLate = input.MayBeLate }, step.Cancellation)).Posts.Select(post => post.Id.ToString()).FirstOrDefault() ?? "");
        }
        catch (FormatException refusal)
        {
            // Not permanent: an account that is set up later makes it good. One attempt, then it is a dead letter.
            throw new FaultException(new Fault(FaultKind.Transient, refusal.Message));
        }
    }, new StepOptions { Retry = RetryPolicy.Default with { MaxAttempts = 1 } });
}

/// <summary>An event that could not be accepted.</summary>
/// <param name="Text">As it came in.</param>
/// <param name="Id">What tells it from others.</param>
/// <param name="Reference">The post's reference where it has none; null for one that was kept before there were such: the id.</param>
/// <param name="At">When it was sent, where it does not say so itself; null: when it is accepted.</param>
/// <param name="MayBeLate">True for one that goes out however late it is.</param>
internal sealed record RefusedEvent(string Text, string Id, string? Reference = null, DateTimeOffset? At = null, bool MayBeLate = false);

/// <summary>An event that was accepted after all.</summary>
internal sealed record AcceptedEvent(string Post);
