using System.Text.Json;
using System.Text.Json.Serialization;

namespace Reelway.Connectors.Google;

internal sealed record KeyFile(
    [property: JsonPropertyName("type")] string? Type,
    [property: JsonPropertyName("client_email")] string? ClientEmail,
    [property: JsonPropertyName("private_key")] string? PrivateKey,
    [property: JsonPropertyName("private_key_id")] string? PrivateKeyId,
    [property: JsonPropertyName("token_uri")] string? TokenUri);

/// <param name="Error">An object from the APIs, a word from the token endpoint.</param>
internal sealed record GoogleErrorEnvelope(JsonElement? Error, [property: JsonPropertyName("error_description")] string? ErrorDescription);

internal sealed record GoogleErrorBody(
    int? Code, string? Message, string? Status, IReadOnlyList<GoogleErrorDetail?>? Details, IReadOnlyList<GoogleErrorDetail?>? Errors);

/// <summary>A detail of either envelope: Drive's older one has reasons of its own spelling.</summary>
internal sealed record GoogleErrorDetail(string? Reason);

internal sealed record SpreadsheetReply(string? SpreadsheetId, SpreadsheetProperties? Properties, IReadOnlyList<TabReply?>? Sheets);

internal sealed record SpreadsheetProperties(string? Title);

internal sealed record TabReply(TabProperties? Properties);

internal sealed record TabProperties(int? SheetId, string? Title, bool? Hidden);

/// <param name="Values">Lines of cells, without empty ends; absent when all are empty.</param>
internal sealed record ValueRange(string? Range, string? MajorDimension, IReadOnlyList<IReadOnlyList<JsonElement>?>? Values);

internal sealed record BatchValuesReply(IReadOnlyList<ValueRange?>? ValueRanges);

internal sealed record BatchWriteRequest(string ValueInputOption, IReadOnlyList<WriteRange> Data);

internal sealed record WriteRange(string Range, IReadOnlyList<IReadOnlyList<string>> Values);

internal sealed record BatchWriteReply(string? SpreadsheetId, int? TotalUpdatedCells);

internal sealed record FilesReply(IReadOnlyList<FileReply?>? Files, string? NextPageToken);

internal sealed record FileReply(string? Id, string? Name, string? Version);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(LenientTextConverter)],
    MaxDepth = 32)]
[JsonSerializable(typeof(KeyFile))]
[JsonSerializable(typeof(GoogleErrorEnvelope))]
[JsonSerializable(typeof(GoogleErrorBody))]
[JsonSerializable(typeof(SpreadsheetReply))]
[JsonSerializable(typeof(ValueRange))]
[JsonSerializable(typeof(BatchValuesReply))]
[JsonSerializable(typeof(BatchWriteRequest))]
[JsonSerializable(typeof(BatchWriteReply))]
[JsonSerializable(typeof(FilesReply))]
[JsonSerializable(typeof(FileReply))]
internal sealed partial class GoogleJson : JsonSerializerContext;
