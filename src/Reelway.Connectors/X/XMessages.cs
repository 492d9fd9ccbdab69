using System.Text.Json.Serialization;

namespace Reelway.Connectors.X;

internal sealed record NewTweet(string? Text)
{
    public NewTweetMedia? Media { get; init; }

    public NewTweetReply? Reply { get; init; }
}

internal sealed record NewTweetMedia(IReadOnlyList<string> MediaIds);

internal sealed record NewTweetReply(string InReplyToTweetId);

internal sealed record TweetReply(Tweet? Data)
{
    /// <summary>What of an answer that succeeded could not be given.</summary>
    public IReadOnlyList<XProblemItem>? Errors { get; init; }
}

internal sealed record TimelineReply(IReadOnlyList<Tweet>? Data, TimelineMeta? Meta);

internal sealed record TimelineMeta(int? ResultCount, string? NextToken);

/// <param name="Text">With links shortened, one of media's own at its end, and <c>&amp;</c>, <c>&lt;</c>, <c>&gt;</c> as entities.</param>
internal sealed record Tweet(string? Id, string? Text, DateTimeOffset? CreatedAt)
{
    public TweetAttachments? Attachments { get; init; }

    /// <remarks>The description of the API calls it <c>referenced_posts</c>; answers have this.</remarks>
    public IReadOnlyList<TweetReference>? ReferencedTweets { get; init; }

    public IReadOnlyList<TweetReference>? ReferencedPosts { get; init; }

    public TweetCounts? PublicMetrics { get; init; }

    public TweetPrivateCounts? NonPublicMetrics { get; init; }
}

/// <param name="MediaKeys">Each ends with the id that the upload was answered with.</param>
internal sealed record TweetAttachments(IReadOnlyList<string>? MediaKeys);

internal sealed record TweetReference(string? Type, string? Id);

/// <remarks>The description of the API says <c>repost_count</c>, its pages and answers <c>retweet_count</c>.</remarks>
internal sealed record TweetCounts(long? RetweetCount, long? RepostCount, long? ReplyCount, long? LikeCount, long? ImpressionCount);

internal sealed record TweetPrivateCounts(long? UrlLinkClicks, long? ImpressionCount);

internal sealed record DeletedReply(DeletedTweet? Data);

internal sealed record DeletedTweet(bool? Deleted);

internal sealed record NewUpload(string MediaType, string MediaCategory, long TotalBytes);

internal sealed record UploadReply(UploadedMedia? Data);

internal sealed record UploadedMedia(string? Id)
{
    /// <summary>Null when it is ready.</summary>
    public MediaProcessing? ProcessingInfo { get; init; }
}

internal sealed record MediaProcessing(string? State, double? CheckAfterSecs, MediaProcessingError? Error);

internal sealed record MediaProcessingError(string? Name, string? Message);

internal sealed record MediaWords(string Id, MediaMetadata Metadata);

internal sealed record MediaMetadata(AltText AltText);

internal sealed record AltText(string Text);

internal sealed record UserReply(XUser? Data);

internal sealed record XUser(string? Id, string? Username);

/// <summary>What X says is wrong: <c>application/problem+json</c>, in part.</summary>
internal sealed record XProblem(string? Type, string? Title, string? Detail, string? Reason, IReadOnlyList<XProblemItem>? Errors);

internal sealed record XProblemItem(string? Message, string? Detail)
{
    public string? Type { get; init; }
}

[JsonSerializable(typeof(NewTweet))]
[JsonSerializable(typeof(NewUpload))]
[JsonSerializable(typeof(MediaWords))]
[JsonSerializable(typeof(TweetReply))]
[JsonSerializable(typeof(TimelineReply))]
[JsonSerializable(typeof(DeletedReply))]
[JsonSerializable(typeof(UploadReply))]
[JsonSerializable(typeof(UserReply))]
[JsonSerializable(typeof(XProblem))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(LenientTextConverter)], MaxDepth = 32)]
internal sealed partial class XJson : JsonSerializerContext;
