using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Reelway.Connectors.Box;

/// <summary>The file that the developer console makes.</summary>
internal sealed record BoxConfigFile(BoxAppSettings? BoxAppSettings, [property: JsonPropertyName("enterpriseID")] string? EnterpriseId);

internal sealed record BoxAppSettings([property: JsonPropertyName("clientID")] string? ClientId, string? ClientSecret, BoxAppAuth? AppAuth);

internal sealed record BoxAppAuth([property: JsonPropertyName("publicKeyID")] string? PublicKeyId, string? PrivateKey, string? Passphrase);

internal sealed record TokenReply(string? AccessToken, long? ExpiresIn);

internal sealed record TokenRefusal(string? Error, string? ErrorDescription);

internal sealed record AssertionHeader(string Alg, string Typ, string Kid);

internal sealed record AssertionClaims(string Iss, string Sub, string BoxSubType, string Aud, string Jti, long Exp);

internal sealed record BoxProblem(string? Code, string? Message, string? RequestId, BoxContext? ContextInfo);

/// <param name="Conflicts">A list, a single object, null, or absent.</param>
internal sealed record BoxContext(JsonElement? Conflicts);

/// <summary>A user, folder, file or version, wherever one is named.</summary>
internal sealed record ItemReply(string? Type, string? Id, string? Name)
{
    public string? Login { get; init; }

    public string? Sha1 { get; init; }

    public long? Size { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    public ItemReply? FileVersion { get; init; }

    public ItemReply? Parent { get; init; }

    public PathReply? PathCollection { get; init; }

    public ItemReply? CreatedBy { get; init; }

    public ItemReply? ModifiedBy { get; init; }
}

internal sealed record PathReply(IReadOnlyList<ItemReply?>? Entries);

/// <param name="NextMarker">Null, empty or absent at the end.</param>
internal sealed record ItemsReply(IReadOnlyList<ItemReply?>? Entries, string? NextMarker, long? TotalCount);

internal sealed record ItemId(string Id);

internal sealed record NewFolder(string Name, ItemId Parent);

internal sealed record NewFile(string Name, ItemId Parent, long? Size = null);

internal sealed record ItemChange(string? Name = null, ItemId? Parent = null);

internal sealed record NewSession(string FolderId, string FileName, long FileSize);

internal sealed record SessionReply(string? Id, long? PartSize, DateTimeOffset? SessionExpiresAt, SessionEndpoints? SessionEndpoints);

internal sealed record SessionEndpoints(string? UploadPart, string? Commit, string? Abort, string? ListParts);

internal sealed record PartReply(PartEntry? Part);

internal sealed record PartEntry(string? PartId, long? Offset, long? Size, string? Sha1);

internal sealed record PartsReply(IReadOnlyList<PartEntry?>? Entries, long? TotalCount);

internal sealed record CommitRequest(IReadOnlyList<PartEntry> Parts);

internal sealed record NewWebhook(WebhookTarget Target, string Address, IReadOnlyList<string> Triggers);

internal sealed record WebhookTarget(string? Id, string? Type);

internal sealed record WebhookReply(string? Id, WebhookTarget? Target, string? Address, IReadOnlyList<string?>? Triggers, DateTimeOffset? CreatedAt);

internal sealed record WebhooksReply(IReadOnlyList<WebhookReply?>? Entries, string? NextMarker);

internal sealed record MetadataChange(string Op, string Path, string Value);

[JsonSerializable(typeof(TokenReply))]
[JsonSerializable(typeof(TokenRefusal))]
[JsonSerializable(typeof(AssertionHeader))]
[JsonSerializable(typeof(AssertionClaims))]
[JsonSerializable(typeof(BoxProblem))]
[JsonSerializable(typeof(ItemReply))]
[JsonSerializable(typeof(IReadOnlyList<ItemReply>))]
[JsonSerializable(typeof(ItemsReply))]
[JsonSerializable(typeof(NewFolder))]
[JsonSerializable(typeof(NewFile))]
[JsonSerializable(typeof(ItemChange))]
[JsonSerializable(typeof(NewSession))]
[JsonSerializable(typeof(SessionReply))]
[JsonSerializable(typeof(PartReply))]
[JsonSerializable(typeof(PartsReply))]
[JsonSerializable(typeof(CommitRequest))]
[JsonSerializable(typeof(NewWebhook))]
[JsonSerializable(typeof(WebhookReply))]
[JsonSerializable(typeof(WebhooksReply))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(IReadOnlyList<MetadataChange>))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(LenientTextConverter)], MaxDepth = 32)]
internal sealed partial class BoxJson : JsonSerializerContext
{
    /// <summary>Writes names as they are, and not as numbers of their characters: what is stored is to equal what was meant, whoever reads it.</summary>
    public static BoxJson Sent => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}

/// <summary>The console's file has a spelling of its own.</summary>
[JsonSerializable(typeof(BoxConfigFile))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, Converters = [typeof(LenientTextConverter)], MaxDepth = 16)]
internal sealed partial class BoxConfigJson : JsonSerializerContext;
