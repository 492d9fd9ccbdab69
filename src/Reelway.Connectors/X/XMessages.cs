using System.Text.Json.Serialization;

namespace Reelway.Connectors.X;

internal sealed record NewTweet(string Text);

internal sealed record TweetReply(Tweet? Data);

internal sealed record TimelineReply(IReadOnlyList<Tweet>? Data, TimelineMeta? Meta);

internal sealed record TimelineMeta(int? ResultCount, string? NextToken);

/// <param name="Text">With links shortened and <c>&amp;</c>, <c>&lt;</c>, <c>&gt;</c> as entities.</param>
internal sealed record Tweet(string? Id, string? Text, DateTimeOffset? CreatedAt);

internal sealed record UserReply(XUser? Data);

internal sealed record XUser(string? Id, string? Username);

/// <summary>What X says is wrong: <c>application/problem+json</c>, in part.</summary>
internal sealed record XProblem(string? Type, string? Title, string? Detail, string? Reason, IReadOnlyList<XProblemItem>? Errors);

internal sealed record XProblemItem(string? Message, string? Detail);

[JsonSerializable(typeof(NewTweet))]
[JsonSerializable(typeof(TweetReply))]
[JsonSerializable(typeof(TimelineReply))]
[JsonSerializable(typeof(UserReply))]
[JsonSerializable(typeof(XProblem))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(LenientTextConverter)], MaxDepth = 32)]
internal sealed partial class XJson : JsonSerializerContext;
