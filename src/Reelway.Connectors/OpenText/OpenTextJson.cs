using System.Text.Json.Serialization;

namespace Reelway.Connectors.OpenText;

/// <summary>What is sent as JSON. Answers are read member by member: their names differ between versions.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(SearchConditions))]
[JsonSerializable(typeof(UploadManifest))]
[JsonSerializable(typeof(EditedAsset))]
[JsonSerializable(typeof(EditedFolder))]
internal sealed partial class OpenTextJson : JsonSerializerContext;

internal sealed record SearchConditions([property: JsonPropertyName("search_condition_list")] SearchConditionList List);

internal sealed record SearchConditionList([property: JsonPropertyName("search_condition")] IReadOnlyList<ScalarCondition> Conditions);

/// <param name="Joined">How it is joined to the one before; null for the first.</param>
internal sealed record ScalarCondition(
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("metadata_field_id")] string FieldId,
    [property: JsonPropertyName("relational_operator_id")] string OperatorId,
    [property: JsonPropertyName("value")] string Value,
    [property: JsonPropertyName("left_paren")] string Left,
    [property: JsonPropertyName("right_paren")] string Right,
    [property: JsonPropertyName("relational_operator")] string? Joined);

internal sealed record UploadManifest([property: JsonPropertyName("upload_manifest")] ManifestFiles Manifest);

internal sealed record ManifestFiles([property: JsonPropertyName("master_files")] IReadOnlyList<ManifestEntry> Files);

internal sealed record ManifestEntry([property: JsonPropertyName("file")] ManifestFile File);

internal sealed record ManifestFile([property: JsonPropertyName("file_name")] string Name, [property: JsonPropertyName("file_type")] string Type);

internal sealed record EditedAsset([property: JsonPropertyName("edited_asset")] EditedItem Edited);

internal sealed record EditedFolder([property: JsonPropertyName("edited_folder")] EditedItem Edited);

internal sealed record EditedItem([property: JsonPropertyName("data")] EditedData Data);

internal sealed record EditedData([property: JsonPropertyName("metadata")] IReadOnlyList<WrittenField> Fields);

/// <summary>A field as it is written: flat, whatever category it stands in.</summary>
internal sealed record WrittenField([property: JsonPropertyName("id")] string Id, [property: JsonPropertyName("type")] string Type, [property: JsonPropertyName("value")] WrittenHolder Value);

internal sealed record WrittenHolder([property: JsonPropertyName("value")] WrittenValue Value);

internal sealed record WrittenValue([property: JsonPropertyName("type")] string Type, [property: JsonPropertyName("value")] string Value);
