using System.Text.Json;
using System.Text.Json.Serialization;

namespace Reelway.Connectors.OpenText;

/// <summary>An asset or a folder, as it was read.</summary>
/// <param name="Id">Of this version of an asset: each new version has another one.</param>
/// <param name="Name">As it is stored, which may differ from what an import was given.</param>
public sealed record DamItem(string Id, string Name, bool IsFolder)
{
    /// <summary>What stays the same over all versions of an asset.</summary>
    public string? OriginalId { get; init; }

    public int? Version { get; init; }

    /// <summary>True for the newest version, and where nobody tells.</summary>
    public bool IsLatest { get; init; } = true;

    public bool IsDeleted { get; init; }

    /// <summary>Kind of a folder.</summary>
    public string? ContainerType { get; init; }

    public string? MimeType { get; init; }

    /// <summary>Such as <c>VIDEO</c>, <c>BITMAP</c>, <c>AUDIO</c>.</summary>
    public string? ContentType { get; init; }

    /// <summary>Bytes of the master file.</summary>
    public long? Size { get; init; }

    /// <summary>Of the master file; an MD5 where it has 32 hexadecimal digits.</summary>
    public string? Checksum { get; init; }

    public DateTimeOffset? ImportedAt { get; init; }

    public string? ImportJobId { get; init; }

    /// <summary>The whole asset or folder as it was received.</summary>
    public string Json { get; init; } = "{}";

    /// <summary>False when it was read without its metadata: then nothing is known of its fields.</summary>
    [JsonIgnore]
    public bool HasMetadata => DamMetadata.In(Json);

    /// <summary>Value of a field in whatever category it stands: the code of a drop-down, never what is displayed. Null when it is empty or not there. Of a table's column that of its first row.</summary>
    public string? Field(string fieldId) => DamMetadata.Field(Json, fieldId);

    /// <summary>Values of a field; of a table's column, one of each row.</summary>
    public IReadOnlyList<string?> Fields(string fieldId) => DamMetadata.Fields(Json, fieldId);

    /// <summary>Reads the object of an asset or folder; null when it has no id.</summary>
    /// <param name="isFolder">Null: seen from what it has.</param>
    internal static DamItem? From(JsonElement source, bool? isFolder = null)
    {
        if (source.ValueKind != JsonValueKind.Object || source.Text("asset_id") is not { Length: > 0 } id)
        {
            return null;
        }

        var content = source.Member("master_content_info");
        return new DamItem(id, source.Text("name") ?? "", isFolder ?? source.Member("container_type_id").ValueKind == JsonValueKind.String)
        {
            OriginalId = source.Text("original_asset_id"),
            Version = (int?)source.Whole("version"),
            IsLatest = source.Member("latest_version").ValueKind != JsonValueKind.False,
            IsDeleted = source.Member("deleted").ValueKind == JsonValueKind.True,
            ContainerType = source.Text("container_type_id"),
            MimeType = source.Text("mime_type") ?? content.Text("mime_type"),
            ContentType = source.Text("content_type"),
            Size = content.Whole("content_size") ?? source.Whole("content_size"),
            Checksum = content.Text("content_checksum"),
            ImportedAt = source.Time("date_imported"),
            ImportJobId = source.Text("import_job_id"),
            Json = source.GetRawText(),
        };
    }
}
