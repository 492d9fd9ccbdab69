using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Reelway.Configuration;
using Reelway.Engine;
using Reelway.Frame.Operations;

namespace Reelway.Posts;

/// <summary>A post as the API and <c>--json</c> show it. Times are UTC.</summary>
/// <param name="Id">Such as post_06agn9k2w4008.</param>
/// <param name="Approve">True when a person approves it before it goes out.</param>
/// <param name="State">draft, scheduled, sending, sent, failed, cancelled or deleted.</param>
/// <param name="ScheduledAt">When it was asked to go out.</param>
/// <param name="DueAt">When it goes out: drawn once within its window.</param>
/// <param name="Run">The run that sends it; null before it begins.</param>
/// <param name="PostId">The network's id of it.</param>
/// <param name="Link">Where it can be seen.</param>
/// <param name="Problem">Why it failed.</param>
internal sealed record PostItem(
    string Id, string ReferenceNumber, string Platform, string Account, string? Campaign, string Message, string State, DateTime ScheduledAt, DateTime DueAt, string Window,
    string? Run, string? PostId, string? Link, string? Problem, DateTime CreatedAt, DateTime UpdatedAt, bool Approve,
    IReadOnlyList<PostFile> Media, IReadOnlyList<string> Thread, string? FirstComment, DateTime? SentAt, string? Series)
{
    private static readonly DateTime Now = new(2026, 3, 4, 10, 20, 0, DateTimeKind.Utc);

    public static PostItem Sample { get; } = new(
        "post_06agn9k2w4008", "owls-1", "twitter", "conference", "spring", "Owls: why? Watch it now.", PostState.Scheduled, Now, Now.AddMinutes(3), "8m", Run: null, PostId: null, Link: null,
        Problem: null, Now.AddDays(-1), Now.AddDays(-1), Approve: false,
        Media: [], Thread: [], FirstComment: null, SentAt: null, Series: null);

    public static PostItem From(PostRow row) => From(row, PostExtras.Read(row.Extras));

    private static PostItem From(PostRow row, PostExtras extras) => new(
        row.Id.ToString(), row.Reference, row.Platform, row.Account, row.Campaign, row.Message, row.State, Time(row.ScheduledMs), Time(row.DueMs),
        Durations.Format(TimeSpan.FromMilliseconds(row.WindowMs)), row.RunId is { } run ? new RunId(run).ToString() : null, row.NetworkId, row.Link, row.Problem,
        Time(row.CreatedMs), Time(row.UpdatedMs), row.Approve, extras.Media, extras.Thread, extras.FirstComment,
        row.SentMs is { } sent ? Time(sent) : null, row.Series);

    /// <summary>What would ask for it as it is.</summary>
    [JsonIgnore]
    public PostWords Words => new(Message, Platform, PostTimes.Write(ScheduledAt), ReferenceNumber, Account, Campaign, Window, Approve: Approve, Media: Media, Thread: Thread, FirstComment: FirstComment);

    private static DateTime Time(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms).UtcDateTime;
}

/// <summary>A post to be scheduled, or a change of a waiting one.</summary>
/// <param name="Platform">The network: <c>twitter</c>.</param>
/// <param name="ScheduledDate">When it is to go out: 2026-12-01T10:00:00, without a zone UTC; or <c>next-slot</c>.</param>
/// <param name="ReferenceNumber">A change is asked for with the same one. Left out: one is made.</param>
/// <param name="Account">One of <c>posts.accounts</c>; left out: the platform's.</param>
/// <param name="Window">It goes out up to so much later; left out: the account's.</param>
/// <param name="Platforms">Several networks in place of <c>platform</c>.</param>
/// <param name="Texts">Texts for single networks in place of <c>message</c>.</param>
/// <param name="Media">What it shows: files, or objects in buckets.</param>
/// <param name="Thread">Texts that follow it, each an answer to the one before.</param>
/// <param name="FirstComment">What is said below it as soon as it is out.</param>
/// <param name="Repeat">When it is repeated, RFC 5545: FREQ=WEEKLY;BYDAY=TU. The date is then the first one on the clock of the account's zone.</param>
/// <param name="Approve">True: it waits as a draft until a person approves it.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record SchedulePostRequest(
    string? Message, string? Platform, string? ScheduledDate, string? ReferenceNumber = null, string? Account = null, string? Campaign = null, string? Window = null,
    IReadOnlyList<string>? Platforms = null, IReadOnlyDictionary<string, string>? Texts = null, bool? Approve = null,
    IReadOnlyList<PostFile>? Media = null, IReadOnlyList<string>? Thread = null, string? FirstComment = null,
    string? Repeat = null)
{
    /// <summary>The same in the words of all ways of asking.</summary>
    [JsonIgnore]
    public PostWords Words => new(Message, Platform, ScheduledDate, ReferenceNumber, Account, Campaign, Window, Platforms, Texts, Approve == true, Media, Thread, FirstComment, Repeat);
}

/// <summary>What became of what was asked for.</summary>
/// <param name="Post">The first of them.</param>
/// <param name="Changed">False when the posts say this already.</param>
/// <param name="Posts">The post on each network.</param>
/// <param name="Warnings">What there is to think about: a double, another post within half an hour, a time that is past.</param>
internal sealed record ScheduledPost(PostItem Post, bool Changed, IReadOnlyList<PostItem> Posts, IReadOnlyList<PostWarning> Warnings);

/// <summary>A post as it would go out.</summary>
/// <param name="Warnings">What there is to think about.</param>
/// <param name="Notes">Of one that is repeated: the days that do not exist, and times that a clock leaves out.</param>
internal sealed record PostPreview(IReadOnlyList<PreviewedPost> Posts, IReadOnlyList<PostWarning> Warnings, IReadOnlyList<string> Notes);

/// <summary>A post as it would go out on one network.</summary>
/// <param name="ScheduledAt">Not before this time.</param>
/// <param name="LatestAt">The end of its window.</param>
/// <param name="WallTime">The first of them on the clock of the account's zone.</param>
/// <param name="Length">As the network counts the text; null where its account has no usable connection.</param>
/// <param name="Longest">Most that the network takes.</param>
internal sealed record PreviewedPost(
    string Platform, string Account, string Message, DateTime ScheduledAt, DateTime LatestAt, string WallTime, int? Length = null, int? Longest = null);

/// <summary>What a post that is out is to say instead.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record EditPostRequest(string? Message);

/// <summary>An hour of the week, as an account's posts have done in it.</summary>
/// <param name="Day">Monday to Sunday, in the account's zone.</param>
/// <param name="Posts">How many went out in it.</param>
/// <param name="OfCampaign">How many of those are of the campaign.</param>
/// <param name="Times">How many times the account's average they come to.</param>
/// <param name="Sentence">The same as a sentence.</param>
internal sealed record BestHourItem(string Day, int Hour, int Posts, int OfCampaign, double Times, string Sentence)
{
    public static BestHourItem From(Measuring.BestHour hour) => new(hour.Day.ToString(), hour.Hour, hour.Posts, hour.OfCampaign, Math.Round(hour.Times, 3), hour.Sentence);
}

/// <summary>What a network had counted of a post.</summary>
/// <param name="Stage">How long after it went out: 1h, 1d, 7d.</param>
/// <param name="Likes">Null where the network does not say it, here and below.</param>
/// <param name="Unread">Why some or all of it can't be read.</param>
internal sealed record PostMeasureItem(string Stage, DateTime At, long? Likes, long? Reposts, long? Replies, long? Impressions, long? Clicks, string? Unread)
{
    public static PostMeasureItem From(Measuring.PostMeasureRow row)
        => new(row.Stage, DateTimeOffset.FromUnixTimeMilliseconds(row.AtMs).UtcDateTime, row.Likes, row.Reposts, row.Replies, row.Impressions, row.Clicks, row.Unread);
}

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
[JsonSerializable(typeof(PostExtras))]
[JsonSerializable(typeof(PostPreview))]
[JsonSerializable(typeof(PostWords))]
[JsonSerializable(typeof(ListOf<Repeating.SeriesItem>))]
[JsonSerializable(typeof(EditPostRequest))]
[JsonSerializable(typeof(ListOf<BestHourItem>))]
[JsonSerializable(typeof(ListOf<PostMeasureItem>))]
[JsonSerializable(typeof(Alarms.DeadLetter))]
[JsonSerializable(typeof(Importing.ImportReport))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(TakenEvent))]
[JsonSerializable(typeof(MovingIn.TakeoverRequest))]
[JsonSerializable(typeof(MovingIn.TakenSchedules))]
internal sealed partial class PostsJson : JsonSerializerContext;
