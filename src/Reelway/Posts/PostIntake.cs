using System.Security.Cryptography;
using System.Text;
using Reelway.Connectors.Posting;
using Reelway.Engine;
using Reelway.Events;
using Reelway.Facts;
using Reelway.Frame.Web;
using Reelway.Posts.Repeating;

namespace Reelway.Posts;

/// <summary>Takes in events that ask for posts. There is no caller to answer: what can't be accepted becomes a dead letter, and is announced.</summary>
internal sealed class PostIntake(IRuns runs, PostReading reading, PostOperations operations, PostSeries series, TimeProvider time)
{
    /// <summary>Accepts an event, or keeps it for a person.</summary>
    public async Task<TakenPost> TakeAsync(ArrivedEvent arrived, CancellationToken cancellation)
    {
        try
        {
            return new TakenPost(await AcceptAsync(arrived, cancellation), Refusal: null, Run: null);
        }
        catch (FormatException refusal)
        {
            var started = await runs.StartAsync(
                KeepRefusedEvent.Flow, arrived.Key, new RefusedEvent(arrived.Text, arrived.Key, arrived.Reference, arrived.At, arrived.MayBeLate),
                session => EventStore.RecordAsync(session, new PostFailed(Post: null, ReferenceOf(arrived.Text), refusal.Message), arrived.Key, time.GetUtcNow()), cancellation);
            return new TakenPost(Accepted: null, refusal.Message, started.Id);
        }
    }

    /// <summary>Accepts an event.</summary>
    /// <exception cref="FormatException">It can't be accepted; the message says all that is wrong with it.</exception>
    public async Task<AskResult> AcceptAsync(ArrivedEvent arrived, CancellationToken cancellation)
    {
        var told = PostEventReader.Read(arrived.Text);
        var (reference, at) = (told.Id ?? arrived.Reference, told.At ?? arrived.At ?? time.GetUtcNow());
        if (told.Words.Repeat is not null)
        {
            var read = series.Read(told.Words, reference, at);
            return read.Series is null
                ? throw new FormatException($"The event can't be accepted. {string.Join(' ', read.Problems.Select(Sentence))}")
                : new AskResult(await series.AskAsync(read.Series, cancellation), AskOutcome.Accepted);
        }

        var (ask, problems) = reading.Read(told.Words, reference, at);
        if (ask is null)
        {
            throw new FormatException($"The event can't be accepted. {string.Join(' ', problems.Select(Sentence))}");
        }

        var result = await operations.AskAsync(arrived.MayBeLate ? ask with { Late = null } : ask, cancellation);
        return result.Outcome switch
        {
            AskOutcome.TooLate => throw new FormatException(
                $"The post {ask.Reference} has begun to go out or is out, and says something else: nothing was changed. Ask for another post with a reference of its own."),
            AskOutcome.Late => throw new FormatException($"The event can't be accepted. {Sentence(new PostProblem(PostReading.ScheduledDate, ask.Late!))}"),
            AskOutcome.Duplicate => throw new FormatException($"The event can't be accepted, since posts.refuse_duplicates is set. {result.Why}"),
            _ => result,
        };
    }

    /// <summary>A short name of a text, the same for the same text.</summary>
    public static string NameOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];

    private static string Sentence(PostProblem problem) => ProblemError.SentenceOf($"/detail/{problem.Field}", problem.Sentence);

    private static string? ReferenceOf(string text)
    {
        try
        {
            return PostEventReader.Read(text).Words.Reference is { Length: > 0 and <= PostReading.LongestReference } reference ? reference : null;
        }
        catch (FormatException)
        {
            // What is wrong with it is said already.
            return null;
        }
    }
}

/// <summary>An event as it came in.</summary>
/// <param name="Text">In its own words.</param>
/// <param name="Reference">The post's reference where the event has neither one nor an id: the message's id, the request's key, the file's name.</param>
/// <param name="Key">The same for a second delivery of it.</param>
/// <param name="At">When it was sent, where it does not say so itself; null: now.</param>
internal sealed record ArrivedEvent(string Text, string Reference, string Key, DateTimeOffset? At = null)
{
    /// <summary>True for one that goes out however late it is: nobody else sends it.</summary>
    public bool MayBeLate { get; init; }
}

/// <summary>What became of an event.</summary>
/// <param name="Refusal">Why it was not accepted; null when it was.</param>
/// <param name="Run">The dead letter of one that was not.</param>
internal sealed record TakenPost(AskResult? Accepted, string? Refusal, RunId? Run);
