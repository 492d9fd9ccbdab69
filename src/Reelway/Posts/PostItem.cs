using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Reelway.Configuration;
using Reelway.Engine;
using Reelway.Frame.Operations;

namespace Reelway.Posts;

/// <summary>A post as the API and <c>--json</c> show it. Times are UTC.</summary>
/// <param name="Id">Such as post_06agn9k2w4008.</param>
/// <param name="State">scheduled, sending, sent, failed or cancelled.</param>
/// <param name="ScheduledAt">When it was asked to go out.</param>
/// <param name="DueAt">When it goes out: drawn once within its window.</param>
/// <param name="Run">The run that sends it; null before it begins.</param>
/// <param name="PostId">The network's id of it.</param>
/// <param name="Link">Where it can be seen.</param>
/// <param name="Problem">Why it failed.</param>
internal sealed record PostItem(
    string Id, string ReferenceNumber, string Platform, string Account, string? Campaign, string Message, string State, DateTime ScheduledAt, DateTime DueAt, string Window,
    string? Run, string? PostId, string? Link, string? Problem, DateTime CreatedAt, DateTime UpdatedAt)
{
    private static readonly DateTime Now = new(2026, 3, 4, 10, 20, 0, DateTimeKind.Utc);

    public static PostItem Sample { get; } = new(
        "post_06agn9k2w4008", "owls-1", "twitter", "conference", "spring", "Owls: why? Watch it now.", PostState.Scheduled, Now, Now.AddMinutes(3), "8m", Run: null, PostId: null, Link: null,
        Problem: null, Now.AddDays(-1), Now.AddDays(-1));

    public static PostItem From(PostRow row) => new(
        row.Id.ToString(), row.Reference, row.Platform, row.Account, row.Campaign, row.Message, row.State, Time(row.ScheduledMs), Time(row.DueMs),
        Durations.Format(TimeSpan.FromMilliseconds(row.WindowMs)), row.RunId is { } run ? new RunId(run).ToString() : null, row.NetworkId, row.Link, row.Problem,
        Time(row.CreatedMs), Time(row.UpdatedMs));

    private static DateTime Time(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms).UtcDateTime;
}

/// <summary>A post to be scheduled, or a change of a waiting one.</summary>
/// <param name="Platform">The network: <c>twitter</c>.</param>
/// <param name="ScheduledDate">When it is to go out: 2026-12-01T10:00:00, without a zone UTC.</param>
/// <param name="ReferenceNumber">A change is asked for with the same one. Left out: one is made.</param>
/// <param name="Account">One of <c>posts.accounts</c>; left out: the platform's.</param>
/// <param name="Window">It goes out up to so much later; left out: the account's.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record SchedulePostRequest(string? Message, string? Platform, string? ScheduledDate, string? ReferenceNumber, string? Account, string? Campaign, string? Window);

/// <summary>What became of what was asked for.</summary>
/// <param name="Changed">False when the post says this already.</param>
internal sealed record ScheduledPost(PostItem Post, bool Changed);

/// <summary>When a post is to go out instead.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record MovePostRequest(string? ScheduledDate);

/// <summary>Where a post is that may be out.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record PostOutRequest(string? Link);

/// <summary>What became of an event.</summary>
/// <param name="Accepted">False when it is kept for a person.</param>
/// <param name="Post">The post that it asks for.</param>
/// <param name="DeadLetter">The run that keeps an event that could not be accepted.</param>
/// <param name="Sentence">What happened.</param>
internal sealed record TakenEvent(bool Accepted, string? Post, string? DeadLetter, string Sentence);

/// <summary>The shapes of the API and of <c>--json</c>, which are the same.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ListOf<PostItem>))]
[JsonSerializable(typeof(SchedulePostRequest))]
[JsonSerializable(typeof(ScheduledPost))]
[JsonSerializable(typeof(MovePostRequest))]
[JsonSerializable(typeof(PostOutRequest))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(TakenEvent))]
internal sealed partial class PostsJson : JsonSerializerContext;
