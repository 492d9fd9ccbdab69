using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Reelway.Sandbox.OpenText;

/// <summary>Searches, folders and lookup domains.</summary>
internal sealed class ListEndpoints(DamWorld world, DamShapes shapes, DamSearching searching)
{
    public JsonObject Search(Func<string, string> form)
    {
        var conditions = form("search_condition_list") is { Length: > 0 } text
            ? Json(text)["search_condition_list"]?["search_condition"] as JsonArray ?? throw OpenTextException.BadRequest("search_condition_list has no search_condition.")
            : form("keyword_query").Length > 0 ? [] : throw OpenTextException.BadRequest("A search needs keyword_query or search_condition_list.");
        var folder = form("folder_filter") is { Length: > 0 } id ? world.Get(id, isFolder: true) : null;
        var (found, isCut) = searching.Find(conditions, folder);
        var withMetadata = ItemEndpoints.LoadsMetadata(form);
        var (after, limit) = Page(form);
        var page = Cut(found, after, limit);
        var result = new JsonObject
        {
            ["hit_count"] = page.Count,
            ["total_hit_count"] = found.Count,
            ["offset"] = after,
            ["asset_id_list"] = new JsonArray([.. page.Select(one => (JsonNode)one.Node.Id)]),
            ["contains_invalid_conditions"] = isCut,
            ["facet_field_response_list"] = new JsonArray(),
        };
        var answer = new JsonObject { ["search_result"] = result };
        if (page.Count > 0 && form("return_type") != "ids")
        {
            // With what the index has of them, which may be old.
            answer["asset_list"] = new JsonArray([.. page.Select(one => shapes.Of(one.Node, withMetadata, one.Fields))]);
        }

        return new JsonObject { ["search_result_resource"] = answer };
    }

    public JsonObject Roots() => new()
    {
        ["folders_resource"] = new JsonObject { ["folder_list"] = new JsonArray(shapes.Of(world.Root, withMetadata: false)) },
    };

    public JsonObject Children(string id, Func<string, string> query)
    {
        world.Settle();
        var leavesOutDeleted = query("asset_filter_request") is { Length: > 0 } filter
            && Json(filter)["asset_filter_request_param"]?["asset_filter_request"]?["exclude_deleted_assets"]?.GetValueKind() == JsonValueKind.True;
        var children = world.Get(id, isFolder: true).Children.Where(child => child.IsLatest && !(leavesOutDeleted && child.IsDeleted));
        children = query("sort") switch
        {
            "asc_NAME" => children.OrderBy(child => child.Name, StringComparer.OrdinalIgnoreCase),
            "desc_NAME" => children.OrderByDescending(child => child.Name, StringComparer.OrdinalIgnoreCase),
            _ => children,
        };
        var (after, limit) = Page(query);
        var withMetadata = ItemEndpoints.LoadsMetadata(query);
        return new JsonObject
        {
            ["folder_children"] = new JsonObject { ["asset_list"] = new JsonArray([.. Cut([.. children], after, limit).Select(child => shapes.Of(child, withMetadata))]) },
        };
    }

    public JsonObject Domains() => new()
    {
        ["lookup_domains_resource"] = new JsonObject
        {
            ["lookup_domains"] = new JsonArray([.. world.Fields.Values.Where(field => field.Values is not null).Select(field => new JsonObject { ["domainId"] = field.Domain, ["datatype"] = "CHAR" })]),
        },
    };

    public JsonObject Domain(string id)
    {
        var field = world.Fields.Values.FirstOrDefault(one => one.Domain == id) ?? throw OpenTextException.NotFound($"Lookup domain {id}");
        return new JsonObject
        {
            ["lookup_domain_resource"] = new JsonObject
            {
                ["lookup_domain"] = new JsonObject
                {
                    ["domainId"] = id,
                    ["datatype"] = "CHAR",
                    ["cacheable"] = true,
                    ["domainValues"] = new JsonArray([.. field.Values!.Select(value => new JsonObject
                    {
                        ["active_from"] = "", ["active_to"] = "", ["description"] = value.Value, ["display_value"] = value.Value,
                        ["expired_value"] = field.Expired.Contains(value.Key), ["field_value"] = new JsonObject { ["type"] = "string", ["value"] = value.Key },
                    })]),
                },
            },
        };
    }

    private List<T> Cut<T>(IReadOnlyList<T> all, int after, int limit)
        => [.. all.Take(Math.Max(0, all.Count - world.Settings.ReadsShort)).Skip(after).Take(Math.Min(limit, world.Settings.MostPerPage))];

    private static (int After, int Limit) Page(Func<string, string> query)
        => (Number(query("after"), 0), Number(query("limit"), 25));

    private static int Number(string text, int otherwise)
        => text.Length == 0 ? otherwise
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw OpenTextException.BadRequest($"\"{text}\" is not a number.");

    private static JsonObject Json(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? throw OpenTextException.BadRequest("A parameter is not a JSON object.");
        }
        catch (JsonException problem)
        {
            throw OpenTextException.BadRequest($"A parameter could not be read: {problem.Message}");
        }
    }
}
