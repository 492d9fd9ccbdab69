using System.Text.Json.Serialization;

namespace Reelway.Connectors.LinkedIn;

/// <summary>A post as it is made.</summary>
internal sealed record NewShare(string Author, string Commentary)
{
    public string Visibility { get; } = "PUBLIC";

    public ShareDistribution Distribution { get; } = new();

    public ShareContent? Content { get; init; }

    public string LifecycleState { get; } = "PUBLISHED";

    [JsonPropertyName("isReshareDisabledByAuthor")]
    public bool IsReshareDisabledByAuthor { get; }
}

internal sealed record ShareDistribution
{
    public string FeedDistribution { get; } = "MAIN_FEED";

    public IReadOnlyList<string> TargetEntities { get; } = [];

    public IReadOnlyList<string> ThirdPartyDistributionChannels { get; } = [];
}

/// <param name="Media">One picture or video.</param>
/// <param name="MultiImage">Two pictures or more.</param>
internal sealed record ShareContent(ShareMedia? Media, ShareImages? MultiImage);

internal sealed record ShareMedia(string Id, string? AltText);

internal sealed record ShareImages(IReadOnlyList<ShareMedia> Images);

internal sealed record SharePatch(SharePatchSet Patch);

internal sealed record SharePatchSet([property: JsonPropertyName("$set")] ShareText Set);

internal sealed record ShareText(string Commentary);

internal sealed record SharesReply(IReadOnlyList<ShareRow>? Elements);

/// <param name="Commentary">Escaped.</param>
/// <param name="PublishedAt">Milliseconds since 1970.</param>
internal sealed record ShareRow(string? Id, string? Commentary, long? PublishedAt);

internal sealed record NewComment(string Actor, string Object, CommentMessage Message);

internal sealed record CommentMessage(string? Text);

internal sealed record CommentsReply(IReadOnlyList<CommentRow>? Elements);

/// <param name="Id">Alone it names the comment below its post.</param>
/// <param name="CommentUrn">Names it anywhere; left out by some answers.</param>
/// <param name="Object">What it is below: the activity of the post, which has a number of its own.</param>
internal sealed record CommentRow(string? Id, string? CommentUrn, string? Object, string? Actor, CommentMessage? Message, CommentTime? Created);

internal sealed record CommentTime(long? Time);

internal sealed record ImageStart(ImageOwner InitializeUploadRequest);

internal sealed record ImageOwner(string Owner);

internal sealed record ImageStartReply(ImageUpload? Value);

internal sealed record ImageUpload(string? UploadUrl, string? Image);

internal sealed record VideoStart(VideoOwner InitializeUploadRequest);

internal sealed record VideoOwner(string Owner, long FileSizeBytes)
{
    public bool UploadCaptions { get; }

    public bool UploadThumbnail { get; }
}

internal sealed record VideoStartReply(VideoUpload? Value);

/// <param name="UploadToken">Given back as it is, also when it is empty.</param>
internal sealed record VideoUpload(string? Video, IReadOnlyList<VideoPiece>? UploadInstructions, string? UploadToken);

/// <param name="LastByte">The last one of the piece, and not the one behind it.</param>
internal sealed record VideoPiece(string? UploadUrl, long FirstByte, long LastByte);

internal sealed record VideoEnd(VideoPieces FinalizeUploadRequest);

internal sealed record VideoPieces(string Video, string UploadToken, IReadOnlyList<string> UploadedPartIds);

internal sealed record AssetReply(string? Status, string? ProcessingFailureReason);

internal sealed record StatisticsReply(IReadOnlyList<StatisticsRow>? Elements);

internal sealed record StatisticsRow(ShareFigures? TotalShareStatistics);

/// <param name="LikeCount">May be below 0: likes that were taken back count against other days.</param>
internal sealed record ShareFigures(long? ImpressionCount, long? ClickCount, long? LikeCount, long? CommentCount, long? ShareCount);

internal sealed record RolesReply(IReadOnlyList<RoleRow>? Elements);

internal sealed record RoleRow(string? Organization, string? OrganizationTarget, string? Role);

/// <summary>Three shapes of a refusal in one.</summary>
internal sealed record LinkedInProblem(string? Message, string? Code, string? ServiceErrorCode, LinkedInProblemDetails? ErrorDetails)
{
    /// <summary>That of the token endpoint.</summary>
    [JsonPropertyName("error")]
    public string? OAuthError { get; init; }

    [JsonPropertyName("error_description")]
    public string? OAuthDescription { get; init; }
}

internal sealed record LinkedInProblemDetails(IReadOnlyList<LinkedInInputError>? InputErrors);

internal sealed record LinkedInInputError(string? Code, string? Description);

internal sealed record PersonReply(string? Sub, string? Name);

/// <summary>The token endpoint alone writes its names with low lines.</summary>
internal sealed record LinkedInTokenReply(
    [property: JsonPropertyName("access_token")] string? AccessToken,
    [property: JsonPropertyName("expires_in")] long? ExpiresIn,
    [property: JsonPropertyName("refresh_token")] string? RefreshToken,
    [property: JsonPropertyName("refresh_token_expires_in")] long? RefreshTokenExpiresIn,
    [property: JsonPropertyName("scope")] string? Scope);

[JsonSerializable(typeof(NewShare))]
[JsonSerializable(typeof(SharePatch))]
[JsonSerializable(typeof(SharesReply))]
[JsonSerializable(typeof(NewComment))]
[JsonSerializable(typeof(CommentRow))]
[JsonSerializable(typeof(CommentsReply))]
[JsonSerializable(typeof(ImageStart))]
[JsonSerializable(typeof(ImageStartReply))]
[JsonSerializable(typeof(VideoStart))]
[JsonSerializable(typeof(VideoStartReply))]
[JsonSerializable(typeof(VideoEnd))]
[JsonSerializable(typeof(AssetReply))]
[JsonSerializable(typeof(StatisticsReply))]
[JsonSerializable(typeof(RolesReply))]
[JsonSerializable(typeof(LinkedInProblem))]
[JsonSerializable(typeof(PersonReply))]
[JsonSerializable(typeof(LinkedInTokenReply))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(LenientTextConverter)],
    NumberHandling = JsonNumberHandling.AllowReadingFromString, MaxDepth = 32)]
internal sealed partial class LinkedInJson : JsonSerializerContext;
