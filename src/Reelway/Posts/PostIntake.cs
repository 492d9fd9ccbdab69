using System.Security.Cryptography;
using System.Text;
using Reelway.Connectors.Posting;
using Reelway.Engine;
using Reelway.Events;
using Reelway.Facts;

namespace Reelway.Posts;

/// <summary>Takes in events that ask for posts. There is no caller to answer: what can't be accepted becomes a dead letter, and is announced.</summary>
internal sealed class PostIntake(IRuns runs, PostReading reading, PostOperations operations, TimeProvider time)
{
    /// <summary>Accepts an event, or keeps it for a person.</summary>
    /// <param name="id">What tells this event from others where it says nothing itself: the message's id, the request's key.</param>
    public async Task<TakenPost> TakeAsync(string text, string id, CancellationToken cancellation)
    {
        try
        {
            return new TakenPost(await AcceptAsync(text, id, cancellation), Refusal: null, Run: null);
        }
        catch (FormatException refusal)
        {
            var started = await runs.StartAsync(
                KeepRefusedEvent.Flow, id, new RefusedEvent(text, id), session => EventStore.RecordAsync(session, new PostFailed(Post: null, ReferenceOf(text), refusal.Message), id, time.GetUtcNow()), cancellation);
            return new TakenPost(Accepted: null, refusal.Message, started.Id);
        }
    }

    /// <summary>Accepts an event.</summary>
    /// <exception cref="FormatException">It can't be accepted; the message says all that is wrong with it.</exception>
    public async Task<AskResult> AcceptAsync(string text, string id, CancellationToken cancellation)
    {
        var told = PostEventReader.Read(text);
        if (told.Unsupported is { } field)
        {
            throw new FormatException($"The event has \"{field}\" in its detail, which is not supported: ask for a text on one platform.");
        }

        var (ask, problems) = reading.Read(told.Words, told.Id ?? id, told.At ?? time.GetUtcNow());
        if (ask is null)
        {
            throw new FormatException($"The event can't be accepted. {string.Join(' ', problems.Select(Sentence))}");
        }

        var result = await operations.AskAsync(ask, cancellation);
        return result.Outcome != AskOutcome.TooLate ? result : throw new FormatException(
            $"The post {result.Post.Reference} has begun to go out or is out, and says something else: nothing was changed. Ask for another post with a reference of its own.");
    }

    /// <summary>A short name of a text, the same for the same text.</summary>
    public static string NameOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];

    private static string Sentence(PostProblem problem) => Frame.Web.ProblemError.SentenceOf($"/detail/{problem.Field}", problem.Sentence);

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

/// <summary>What became of an event.</summary>
/// <param name="Refusal">Why it was not accepted; null when it was.</param>
/// <param name="Run">The dead letter of one that was not.</param>
internal sealed record TakenPost(AskResult? Accepted, string? Refusal, RunId? Run);
