using System.Globalization;
using System.Text.Json.Nodes;

namespace Reelway.Sandbox.OpenText;

/// <summary>Items as answers have them.</summary>
internal sealed class DamShapes(DamWorld world)
{
    private const string Api = "/otmmapi/v6/renditions/";

    /// <param name="withMetadata">Only where it was asked for by a load type.</param>
    /// <param name="fields">What its fields are shown with; null: what they are.</param>
    public JsonObject Of(DamNode node, bool withMetadata, IReadOnlyDictionary<string, IReadOnlyList<string>>? fields = null)
    {
        var shape = new JsonObject
        {
            ["asset_id"] = node.Id,
            ["name"] = node.Name,
            ["asset_state"] = node.IsDeleted ? "DELETED" : "NORMAL",
            ["deleted"] = node.IsDeleted,
            ["locked"] = node.LockOwner(world.Now) is not null,
            ["checked_out"] = false,
            ["expired"] = false,
            ["date_imported"] = Text(node.ImportedAt),
            ["date_last_updated"] = Text(node.UpdatedAt),
            ["metadata_model_id"] = node.IsFolder ? "ACME.MODEL.FOLDER" : "ACME.MODEL.VIDEO",
            ["security_policy_list"] = new JsonArray(new JsonObject { ["id"] = 2 }),
        };
        if (node.Content is { } content)
        {
            Describe(shape, node, content);
        }
        else
        {
            shape["container_type_id"] = world.Campaigns.Contains(node) ? "ACME.CAMPAIGN.FOLDER" : "ARTESIA.BASIC.FOLDER";
        }

        if (withMetadata)
        {
            shape["metadata"] = Metadata(node, fields ?? node.Fields);
        }

        return shape;
    }

    private void Describe(JsonObject shape, DamNode node, DamContent content)
    {
        var size = content.Bytes - world.Settings.UnderstatesBytes;
        shape["original_asset_id"] = node.OriginalId;
        shape["version"] = node.Version;
        shape["latest_version"] = node.IsLatest;
        shape["mime_type"] = node.MimeType;
        shape["content_type"] = node.MimeType.Split('/')[0] switch { "video" => "VIDEO", "image" => "BITMAP", "audio" => "AUDIO", _ => "OTHER" };
        shape["content_size"] = size;
        shape["content_state"] = "NORMAL";
        if (node.ImportJobId is { } job)
        {
            shape["import_job_id"] = int.Parse(job, CultureInfo.InvariantCulture);
        }

        shape["master_content_info"] = new JsonObject
        {
            ["id"] = node.Id,
            ["name"] = node.Name,
            ["mime_type"] = node.MimeType,
            ["content_size"] = size,
            ["unit_of_size"] = "BYTES",
            ["content_checksum"] = content.Md5,
            ["content_kind"] = "MASTER",
            ["width"] = -1,
            ["height"] = -1,
            ["url"] = Api + node.Id,
        };
    }

    /// <summary>The model has categories, and these the fields; those that are empty stand there too.</summary>
    private JsonObject Metadata(DamNode node, IReadOnlyDictionary<string, IReadOnlyList<string>> fields)
    {
        var model = node.IsFolder ? "ACME.MODEL.FOLDER" : "ACME.MODEL.VIDEO";
        var categories = world.Fields.Values.Where(field => BelongsTo(field, node)).GroupBy(field => field.Category).Select(category => Element(
            "MetadataCategory", category.Key,
            category.GroupBy(field => field.Table).SelectMany(table => table.Key is null
                ? table.Select(field => Scalar(field, fields))
                : [Element("MetadataTable", table.Key, table.Select(column => Column(column, fields)))])));
        return Element("MetadataModel", model, categories);
    }

    /// <summary>Campaign fields are those of folders, all others those of assets.</summary>
    public static bool BelongsTo(SandboxField field, DamNode node) => (field.Category == "CAMPAIGN") == node.IsFolder;

    private static JsonObject Element(string type, string id, IEnumerable<JsonObject> inner) => new()
    {
        ["type"] = $"com.artesia.metadata.{type}",
        ["id"] = id,
        ["name"] = Name(id),
        ["metadata_element_list"] = new JsonArray([.. inner]),
    };

    private static JsonObject Scalar(SandboxField field, IReadOnlyDictionary<string, IReadOnlyList<string>> fields)
    {
        var holder = new JsonObject { ["cascading_domain_value"] = field.IsCascading, ["domain_value"] = field.Values is not null && !field.IsCascading, ["is_locked"] = false };
        if (fields.GetValueOrDefault(field.Id) is [{ Length: > 0 } text, ..])
        {
            holder["value"] = Value(field, text);
        }

        return new JsonObject { ["type"] = "com.artesia.metadata.MetadataField", ["id"] = field.Id, ["name"] = Name(field.Id), ["value"] = holder };
    }

    private static JsonObject Column(SandboxField field, IReadOnlyDictionary<string, IReadOnlyList<string>> fields) => new()
    {
        ["type"] = "com.artesia.metadata.MetadataTableField",
        ["id"] = field.Id,
        ["name"] = Name(field.Id),
        ["values"] = new JsonArray([.. (fields.GetValueOrDefault(field.Id) ?? []).Select(text => text.Length == 0 ? new JsonObject() : new JsonObject { ["value"] = Value(field, text) })]),
    };

    private static JsonObject Value(SandboxField field, string text)
    {
        var plain = new JsonObject { ["type"] = "string", ["value"] = text };
        return field.Values is null ? plain : new JsonObject
        {
            ["type"] = $"com.artesia.metadata.{(field.IsCascading ? "CascadingDomainValue" : "DomainValue")}",
            ["display_value"] = field.Values.GetValueOrDefault(text, text),
            ["field_value"] = plain,
        };
    }

    private static string Name(string id) => id[(id.LastIndexOf('.') + 1)..];

    private static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
