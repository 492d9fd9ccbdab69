using System.Text.Json.Nodes;

namespace Reelway.Sandbox.Box;

/// <summary>A folder or a file, as the world keeps it; only the world changes it.</summary>
internal sealed class BoxItem(string id, bool isFolder, string name, string? parentId, BoxUser by, DateTimeOffset at)
{
    public string Id { get; } = id;

    public bool IsFolder { get; } = isFolder;

    public string Name { get; set; } = name;

    public string? ParentId { get; set; } = parentId;

    public BoxUser CreatedBy { get; } = by;

    public DateTimeOffset CreatedAt { get; } = at;

    public BoxUser ModifiedBy { get; set; } = by;

    public DateTimeOffset ModifiedAt { get; set; } = at;

    public int Etag { get; set; }

    /// <summary>Of a folder: the service account is invited to it.</summary>
    public bool IsInvited { get; set; }

    /// <summary>Of a file.</summary>
    public BoxContent? Content { get; set; }

    public string VersionId { get; set; } = "";

    /// <summary>Instances by their scope and template.</summary>
    public Dictionary<string, BoxMetadata> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>How often it is not found yet.</summary>
    public int Misses { get; set; }

    /// <summary>How often its download is not ready yet.</summary>
    public int Waits { get; set; }

    public JsonObject Mini()
    {
        var item = new JsonObject { ["type"] = IsFolder ? "folder" : "file", ["id"] = Id, ["sequence_id"] = Id == "0" ? null : $"{Etag}", ["etag"] = Id == "0" ? null : $"{Etag}", ["name"] = Name };
        if (Content is { } content)
        {
            item["sha1"] = content.Sha1;
            item["file_version"] = Version(content);
        }

        return item;
    }

    /// <param name="path">The folders that lead to it.</param>
    public JsonObject Full(IReadOnlyList<BoxItem> path)
    {
        var item = Mini();
        item["size"] = Content?.Bytes ?? 0;
        item["description"] = "";
        item["path_collection"] = new JsonObject { ["total_count"] = path.Count, ["entries"] = new JsonArray([.. path.Select(folder => folder.Mini())]) };
        item["parent"] = path.Count == 0 ? null : path[^1].Mini();
        item["created_at"] = BoxTime.Text(CreatedAt);
        item["modified_at"] = BoxTime.Text(ModifiedAt);
        item["content_created_at"] = BoxTime.Text(CreatedAt);
        item["content_modified_at"] = BoxTime.Text(ModifiedAt);
        item["trashed_at"] = null;
        item["purged_at"] = null;
        item["created_by"] = CreatedBy.ToJson();
        item["modified_by"] = ModifiedBy.ToJson();
        item["owned_by"] = CreatedBy.ToJson();
        item["shared_link"] = null;
        item["item_status"] = "active";
        return item;
    }

    private JsonObject Version(BoxContent content) => new() { ["type"] = "file_version", ["id"] = VersionId, ["sha1"] = content.Sha1 };
}

/// <summary>An instance of metadata.</summary>
internal sealed class BoxMetadata
{
    public Dictionary<string, string> Values { get; } = new(StringComparer.Ordinal);

    public int Version { get; set; }
}

/// <summary>Times as Box writes them: with the offset of a place on the west coast.</summary>
internal static class BoxTime
{
    public static string Text(DateTimeOffset at) => at.ToOffset(TimeSpan.FromHours(-8)).ToString("yyyy-MM-dd'T'HH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture);
}
