using Reelway.Engine;

namespace Reelway.Posts;

/// <summary>The flow that sends a post at its time, once.</summary>
/// <remarks>
/// A post whose answer was lost is looked for in the account's own timeline; when it is not there a person decides, since networks show posts late.
/// The steps' names are stored with every run: they never change.
/// </remarks>
[Flow(Flow)]
internal sealed class SendPost(PostSending sending) : IFlow<SendPostInput, SentPost>
{
    /// <summary>The flow's name.</summary>
    public const string Flow = "posts.send";

    /// <summary>The step that a person decides when nobody can tell whether the post is out.</summary>
    public const string ConfirmStep = "confirm";

    // When it is looked again for a post whose answer was lost.
    private static readonly IReadOnlyList<TimeSpan> Looks = [TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60)];

    /// <inheritdoc/>
    public async Task<SentPost> RunAsync(SendPostInput input, IRun run)
    {
        var begun = await run.StepAsync("begin", step => sending.BeginAsync(input, run.Id, step));
        if (begun.Why is { } why)
        {
            await run.SkipAsync("send", why);
            return new SentPost(begun.Reference, PostId: null, Link: null);
        }

        var sent = await run.StepAsync("send", step => sending.SendAsync(begun, step));
        for (var look = 0; !sent.IsOut && look < Looks.Count; look++)
        {
            await run.DelayAsync($"wait.{look + 1}", Looks[look]);
            sent = await run.StepAsync($"look.{look + 1}", step => sending.LookAsync(begun, sent, step));
        }

        if (!sent.IsOut)
        {
            await run.OnceAsync(ConfirmStep, step => sending.ConfirmAsync(begun, sent, step));
        }

        return await run.StepAsync("record", step => sending.RecordAsync(begun, sent, step));
    }
}

/// <summary>Which post a run sends.</summary>
/// <param name="Start">Which of its starts this is: a post that was cancelled and asked for again has another one.</param>
internal sealed record SendPostInput(string Post, long Start);

/// <summary>A post that a run has, as it goes out.</summary>
/// <param name="Why">Why it does not go out; null when it does.</param>
internal sealed record BegunPost(string Post, string Reference, string Platform, string Account, string Message, string? Why);

/// <summary>What is known of a post that was sent.</summary>
/// <param name="IsOut">False while nobody knows.</param>
/// <param name="Since">It was not sent before, UTC.</param>
/// <param name="Sentence">What was wrong with the answer.</param>
internal sealed record PostAttempt(bool IsOut, DateTimeOffset Since, string? Sentence);

/// <summary>A post that is out.</summary>
/// <param name="PostId">The network's id of it; null when it was not sent.</param>
internal sealed record SentPost(string Reference, string? PostId, string? Link);
