using System.Text.Json.Serialization;

namespace Reelway.Connectors.Mastodon;

internal sealed record NewStatus(string Status, IReadOnlyList<string>? MediaIds, string? InReplyToId);

/// <param name="Content">HTML.</param>
internal sealed record StatusReply(string? Id, string? Url, string? Content, DateTimeOffset? CreatedAt, string? InReplyToId)
{
    public IReadOnlyList<MediaReply>? MediaAttachments { get; init; }

    public long? FavouritesCount { get; init; }

    public long? ReblogsCount { get; init; }

    public long? RepliesCount { get; init; }
}

/// <param name="Url">Null while it is worked on.</param>
internal sealed record MediaReply(string? Id, string? Url);

internal sealed record MastodonAccount(string? Id, string? Username, string? Acct);

internal sealed record MastodonProblem(string? Error, string? ErrorDescription);

[JsonSerializable(typeof(NewStatus))]
[JsonSerializable(typeof(StatusReply))]
[JsonSerializable(typeof(IReadOnlyList<StatusReply>))]
[JsonSerializable(typeof(MediaReply))]
[JsonSerializable(typeof(MastodonAccount))]
[JsonSerializable(typeof(MastodonProblem))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(LenientTextConverter)], MaxDepth = 32)]
internal sealed partial class MastodonJson : JsonSerializerContext;
