using System.ComponentModel;

namespace Reelway.Facts;

/// <summary>A post was accepted, or what was accepted was changed.</summary>
internal sealed record PostScheduled(
    [property: Description("The post's id.")] string Post,
    [property: Description("The reference that it was asked for with, or the one that was made for it.")] string ReferenceNumber,
    [property: Description("The network that it goes to.")] string Platform,
    [property: Description("The account that it goes out from.")] string Account,
    [property: Description("When it was asked to go out, UTC and without a zone: 2026-12-01T10:00:00.")] string ScheduledDate) : IProductEvent<PostScheduled>
{
    public static string Type => "post.scheduled";

    public static string Text => "A post was accepted, or a waiting one was changed.";

    public static PostScheduled Example { get; } = new("post_06agn9k2w4008", "owls-1", "twitter", "conference", "2026-12-01T10:00:00");

    string IProductEvent.Subject => $"post/{Post}";
}

/// <summary>A post is out.</summary>
internal sealed record PostSent(
    [property: Description("The post's id.")] string Post,
    [property: Description("Its reference.")] string ReferenceNumber,
    [property: Description("The network.")] string Platform,
    [property: Description("The network's id of it.")] string PostId,
    [property: Description("Where it can be seen.")] string Link) : IProductEvent<PostSent>
{
    public static string Type => "post.sent";

    public static string Text => "A post is out.";

    public static PostSent Example { get; } = new(
        "post_06agn9k2w4008", "owls-1", "twitter", "1861000000000000001", "https://twitter.com/fernwoodconf/status/1861000000000000001");

    string IProductEvent.Subject => $"post/{Post}";
}

/// <summary>What a network has counted of a post.</summary>
internal sealed record PostMeasured(
    [property: Description("The post's id.")] string Post,
    [property: Description("Its reference.")] string ReferenceNumber,
    [property: Description("The network.")] string Platform,
    [property: Description("How long after it went out: 1h, 1d, 7d.")] string Stage,
    [property: Description("Null where the network does not say it.")] long? Likes,
    [property: Description("Null where the network does not say it.")] long? Reposts,
    [property: Description("Null where the network does not say it.")] long? Replies,
    [property: Description("How often it was seen; null where the network does not say it.")] long? Impressions,
    [property: Description("On its links; null where the network does not say it.")] long? Clicks,
    [property: Description("Why some or all of it can't be read; null when that is all that there is.")] string? Unread) : IProductEvent<PostMeasured>
{
    public static string Type => "post.measured";

    public static string Text => "A network was asked what it has counted of a post.";

    public static PostMeasured Example { get; } = new("post_06agn9k2w4008", "owls-1", "twitter", "1d", 12, 3, 1, 940, Clicks: null, Unread: null);

    string IProductEvent.Subject => $"post/{Post}";
}

/// <summary>A dead letter of posts has not been looked after for a while.</summary>
internal sealed record PostAlarm(
    [property: Description("The run that failed.")] string Run,
    [property: Description("The post's id; null for an event that could not be accepted.")] string? Post,
    [property: Description("Its reference; null when it has none.")] string? ReferenceNumber,
    [property: Description("What happened, and what to do.")] string Reason,
    [property: Description("Since when it is a dead letter, UTC and without a zone.")] string Since) : IProductEvent<PostAlarm>
{
    public static string Type => "post.alarm";

    public static string Text => "A dead letter of posts is older than posts.alarm_after, and nobody has looked after it.";

    public static PostAlarm Example { get; } = new(
        "run_06agn9k2w4009", "post_06agn9k2w4008", "owls-1", "X: could not post on X: You are not permitted to perform this action; X does not take this post; its words say why", "2026-12-01T10:00:03.120");

    string IProductEvent.Subject => $"run/{Run}";
}

/// <summary>A post did not go out, or could not be accepted.</summary>
internal sealed record PostFailed(
    [property: Description("The post's id; null when it was not accepted.")] string? Post,
    [property: Description("Its reference; null when it has none.")] string? ReferenceNumber,
    [property: Description("What happened, and what to do.")] string Reason) : IProductEvent<PostFailed>
{
    public static string Type => "post.failed";

    public static string Text => "A post did not go out, or an event that asked for one could not be accepted. A person finds it among the dead letters.";

    public static PostFailed Example { get; } = new("post_06agn9k2w4008", "owls-1", "X: could not post on X: You are not permitted to perform this action; X does not take this post; its words say why");

    string IProductEvent.Subject => $"post/{Post ?? "not-accepted"}";
}
