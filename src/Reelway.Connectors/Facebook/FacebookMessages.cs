using System.Text.Json;
using System.Text.Json.Serialization;

namespace Reelway.Connectors.Facebook;

internal sealed record GraphErrorEnvelope(GraphError? Error);

/// <param name="ErrorData">An object, or a string that holds one as JSON.</param>
internal sealed record GraphError(
    string? Message,
    string? Type,
    int? Code,
    int? ErrorSubcode,
    bool? IsTransient,
    string? ErrorUserMsg,
    JsonElement? ErrorData);

internal sealed record AccountsReply(IReadOnlyList<AccountRow>? Data, Paging? Paging);

internal sealed record AccountRow(
    string? Id, string? Name, string? Username, string? AccessToken, string? Category, IReadOnlyList<string>? Tasks);

internal sealed record Paging(string? Next);

internal sealed record FoundPagesReply(IReadOnlyList<FoundPageRow>? Data);

internal sealed record FoundPageRow(string? Id, string? Name, string? Link);

internal sealed record PageReply(string? Id, string? Name, string? Username, string? Category);

/// <remarks>Offsets come as strings at the start and as numbers later; both are read.</remarks>
internal sealed record OffsetsReply(long? StartOffset, long? EndOffset);

internal sealed record StartReply(string? UploadSessionId, string? VideoId, long? StartOffset, long? EndOffset, bool? SkipUpload);

internal sealed record SuccessReply(bool? Success);

internal sealed record IdReply(string? Id);

internal sealed record AttachedPhoto([property: JsonPropertyName("media_fbid")] string Id);

internal sealed record PostsReply(IReadOnlyList<PostRow>? Data);

internal sealed record PostRow(string? Id, string? Message, [property: JsonConverter(typeof(GraphTime))] DateTimeOffset? CreatedTime, IdReply? From);

internal sealed record InsightsReply(IReadOnlyList<InsightRow>? Data);

internal sealed record InsightRow(string? Name, IReadOnlyList<InsightValue>? Values);

/// <param name="Value">A number, or one for each kind.</param>
internal sealed record InsightValue(JsonElement? Value);

/// <param name="Type">In upper case: <c>LEARN_MORE</c>.</param>
internal sealed record CallToActionField(string Type, CallToActionValue Value);

internal sealed record CallToActionValue(string Link);

internal sealed record VideoReply(
    string? Id,
    string? Title,
    string? Description,
    string? PermalinkUrl,
    double? Length,
    string? PostId,
    bool? Published,
    VideoStatusReply? Status);

internal sealed record VideoStatusReply(
    string? VideoStatus,
    double? ProcessingProgress,
    PhaseReply? UploadingPhase,
    PhaseReply? ProcessingPhase,
    PhaseReply? PublishingPhase);

/// <remarks>Facebook spells the list both ways, and sometimes sends one object instead of it.</remarks>
internal sealed record PhaseReply(string? Status, JsonElement? Errors, JsonElement? Error);

internal sealed record TokenReply(string? AccessToken, long? ExpiresIn);

internal sealed record InspectionReply(InspectionData? Data);

internal sealed record InspectionData(
    bool? IsValid,
    string? Type,
    string? AppId,
    string? UserId,
    string? ProfileId,
    IReadOnlyList<string>? Scopes,
    long? ExpiresAt,
    long? DataAccessExpiresAt,
    InspectionError? Error);

internal sealed record InspectionError(int? Code, string? Message, int? Subcode);

/// <param name="EstimatedTimeToRegainAccess">Minutes; all other figures of the header are percentages.</param>
internal sealed record UsageRow(string? Type, double? EstimatedTimeToRegainAccess);

[JsonSerializable(typeof(GraphErrorEnvelope))]
[JsonSerializable(typeof(AccountsReply))]
[JsonSerializable(typeof(PageReply))]
[JsonSerializable(typeof(FoundPagesReply))]
[JsonSerializable(typeof(OffsetsReply))]
[JsonSerializable(typeof(StartReply))]
[JsonSerializable(typeof(SuccessReply))]
[JsonSerializable(typeof(IdReply))]
[JsonSerializable(typeof(AttachedPhoto))]
[JsonSerializable(typeof(PostsReply))]
[JsonSerializable(typeof(InsightsReply))]
[JsonSerializable(typeof(CallToActionField))]
[JsonSerializable(typeof(VideoReply))]
[JsonSerializable(typeof(TokenReply))]
[JsonSerializable(typeof(InspectionReply))]
[JsonSerializable(typeof(Dictionary<string, IReadOnlyList<UsageRow>>))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters = [typeof(LenientTextConverter)],
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    MaxDepth = 32)]
internal sealed partial class FacebookJson : JsonSerializerContext;
