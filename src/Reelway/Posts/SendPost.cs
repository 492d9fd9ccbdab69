using Reelway.Connectors.Posting;
using Reelway.Engine;
using Reelway.Posts.Measuring;

namespace Reelway.Posts;

/// <summary>The flow that sends a post at its time, once, and then what follows it.</summary>
/// <remarks>
/// A post whose answer was lost is looked for in the account's own timeline; when it is not there a person decides, since networks show posts late.
/// The steps' names are stored with every run: they never change.
/// </remarks>
[Flow(Flow)]
internal sealed class SendPost(PostSending sending, PostDelivery delivery, PostUploads uploads, PostMeasuring measuring) : IFlow<SendPostInput, SentPost>
{
    /// <summary>The flow's name.</summary>
    public const string Flow = "posts.send";

    /// <summary>The step that a person decides when nobody can tell whether the post is out.</summary>
    public const string ConfirmStep = "confirm";

    // When it is looked again for a post whose answer was lost.
    private static readonly IReadOnlyList<TimeSpan> Looks = [TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60)];

    // Videos take networks minutes.
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPreparation = TimeSpan.FromHours(2);

    /// <inheritdoc/>
    public async Task<SentPost> RunAsync(SendPostInput input, IRun run)
    {
        var begun = await run.StepAsync("begin", step => sending.BeginAsync(input, run.Id, step));
        if (begun.Why is { } why)
        {
            await run.SkipAsync("send", why);
            return new SentPost(begun.Reference, PostId: null, Link: null);
        }

        var extras = begun.Extras ?? PostExtras.None;
        var media = new List<PostMedia>();
        foreach (var (at, file) in extras.Media.Index())
        {
            var uploaded = await run.StepAsync($"upload:{at + 1}", step => uploads.UploadAsync(begun, file, step));
            media.Add(await run.PollAsync($"ready:{at + 1}", AskEvery, LongestPreparation, step => uploads.WhenReadyAsync(begun, uploaded, step)));
        }

        var attempt = await DeliverAsync(run, new OutgoingPart(begun, Part: null, media, InReplyTo: null), ("send", ".", ConfirmStep));
        var sent = await run.StepAsync("record", step => sending.RecordAsync(begun, media, attempt, step));
        await run.StepAsync("measure", step => measuring.PlanAsync(begun, step));
        var before = sent.PostId;
        foreach (var part in extras.Parts)
        {
            var answer = await DeliverAsync(run, new OutgoingPart(begun, part, [], before), ($"send:{part.Key}", $":{part.Key}.", $"{ConfirmStep}:{part.Key}"));
            before = answer.Id ?? before;
        }

        if (extras.Parts.Count > 0)
        {
            await run.StepAsync("end", step => sending.EndAsync(begun, step));
        }

        return sent;
    }

    private async Task<PostAttempt> DeliverAsync(IRun run, OutgoingPart part, (string Send, string Between, string Confirm) names)
    {
        var attempt = await run.StepAsync(names.Send, step => delivery.SendAsync(part, step));
        for (var look = 0; !attempt.IsOut && look < Looks.Count; look++)
        {
            var unheard = attempt;
            await run.DelayAsync($"wait{names.Between}{look + 1}", Looks[look]);
            attempt = await run.StepAsync($"look{names.Between}{look + 1}", step => delivery.LookAsync(part, unheard, step));
        }

        if (!attempt.IsOut)
        {
            await run.OnceAsync(names.Confirm, step => delivery.ConfirmAsync(part, attempt, step));
        }

        return attempt;
    }
}

/// <summary>Which post a run sends.</summary>
/// <param name="Start">Which of its starts this is: a post that was cancelled and asked for again has another one.</param>
internal sealed record SendPostInput(string Post, long Start);

/// <summary>A post that a run has, as it goes out.</summary>
/// <param name="Why">Why it does not go out; null when it does.</param>
/// <param name="Extras">What it has besides its text; null for nothing.</param>
internal sealed record BegunPost(string Post, string Reference, string Platform, string Account, string Message, string? Why, PostExtras? Extras = null);

/// <summary>A text on its way: the post, or one that follows it.</summary>
/// <param name="Part">Which of those that follow; null for the post itself.</param>
/// <param name="InReplyTo">The network's id of what it follows.</param>
internal sealed record OutgoingPart(BegunPost Post, PostPart? Part, IReadOnlyList<PostMedia> Media, string? InReplyTo)
{
    /// <summary>What people call it.</summary>
    public string Name => Part is null ? $"the post {Post.Reference}" : $"{Part.Name} of the post {Post.Reference}";
}

/// <summary>What is known of a text that was sent.</summary>
/// <param name="IsOut">False while nobody knows.</param>
/// <param name="Since">It was not sent before, UTC.</param>
/// <param name="Sentence">What was wrong with the answer.</param>
/// <param name="Id">The network's id of it, where it is known.</param>
internal sealed record PostAttempt(bool IsOut, DateTimeOffset Since, string? Sentence, string? Id = null);

/// <summary>A post that is out.</summary>
/// <param name="PostId">The network's id of it; null when it was not sent.</param>
internal sealed record SentPost(string Reference, string? PostId, string? Link);
