using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Reelway.Sandbox.OpenText;

/// <summary>Single items: read, locked, changed, downloaded; and jobs.</summary>
internal sealed class ItemEndpoints(DamWorld world, DamShapes shapes, DamWriting writing)
{
    /// <summary>An endpoint whose refusals are answered.</summary>
    public static RequestDelegate Guarded(RequestDelegate endpoint) => async http =>
    {
        try
        {
            await endpoint(http);
        }
        catch (OpenTextException refusal)
        {
            await refusal.WriteAsync(http);
        }
    };

    /// <summary>True where a load type asks for metadata; without one there is none.</summary>
    public static bool LoadsMetadata(Func<string, string> query)
        => query("load_type") is "metadata" or "full" or "inherited_metadata" || (query("load_type") == "custom" && query("data_load_request").Contains("\"load_metadata\":true", StringComparison.Ordinal));

    public JsonObject Get(string id, bool isFolder, Func<string, string> query)
    {
        var node = world.Read(id, isFolder);
        var shape = shapes.Of(node, LoadsMetadata(query));
        if (isFolder && query("data_load_request").Contains("child_count_load_type", StringComparison.Ordinal))
        {
            // Those that were deleted are counted.
            shape["container_child_counts"] = new JsonObject { ["total_child_count"] = node.Children.Count, ["asset_count"] = node.Children.Count(child => !child.IsFolder) };
        }

        return Wrapped(node, shape);
    }

    public JsonObject Switch(string id, string action, string who)
    {
        var node = world.Get(id);
        var owner = node.LockOwner(world.Now);
        switch (action)
        {
            case "lock" when owner is not null && owner != who:
                throw LockedByAnother();
            case "lock":
                (node.LockedBy, node.LockedUntil) = (who, world.Now + TimeSpan.FromSeconds(world.Settings.LockSeconds));
                break;
            case "unlock" when owner == who:
                node.LockedBy = null;
                break;
            case "unlock":
                throw owner is null ? OpenTextException.Business("ASSET_NOT_LOCKED", "The item has no lock.") : LockedByAnother();
            default:
                throw OpenTextException.BadRequest($"The action \"{action}\" is not known.");
        }

        return Wrapped(node, shapes.Of(node, withMetadata: false));
    }

    public JsonObject Patch(string id, bool isFolder, JsonObject body, string who)
    {
        var node = world.Get(id, isFolder);
        if (body[isFolder ? "edited_folder" : "edited_asset"] is not JsonObject edited)
        {
            throw OpenTextException.BadRequest($"The body must begin with {(isFolder ? "edited_folder" : "edited_asset")}.");
        }

        var owner = node.LockOwner(world.Now);
        if (owner != who)
        {
            throw owner is null ? OpenTextException.Business("ASSET_NOT_LOCKED", "The item must be locked before it is changed.") : LockedByAnother();
        }

        if (edited["data"] is not JsonObject data)
        {
            throw OpenTextException.BadRequest("The body has no data.");
        }

        var written = data["metadata"] is JsonArray elements ? writing.Read(elements, isFolder) : [];
        node.Name = DamWriting.Text(data["name"]) ?? node.Name;
        node.Write(written, world.Now);
        return Wrapped(node, shapes.Of(node, withMetadata: true));
    }

    public JsonObject CreateFolder(string parentId, JsonObject body)
    {
        var parent = world.Get(parentId, isFolder: true);
        var wanted = body["folder_resource"]?["folder"];
        if (DamWriting.Text(wanted?["name"]) is not { Length: > 0 } name)
        {
            throw OpenTextException.BadRequest("The folder needs a name.");
        }

        var fields = wanted!["metadata"]?["metadata_element_list"] is JsonArray elements ? writing.Read(elements, isFolder: true) : [];
        var made = world.AddFolder(parent, name);
        made.Write(fields, world.Now);
        return Wrapped(made, shapes.Of(made, withMetadata: false));
    }

    public JsonObject Job(string id)
    {
        var job = world.Job(id);
        var state = job.Look();
        var shape = new JsonObject { ["job_id"] = job.Id, ["job_type"] = "IMPORT", ["job_status"] = state, ["job_name"] = $"Import of {job.Name}" };
        if (state == "COMPLETED" && !world.Settings.HasBareJobs)
        {
            shape["asset_ids"] = new JsonArray(job.Asset!.Id);
        }

        if (state == "FAILED")
        {
            shape["error_message"] = job.Failure;
        }

        return new JsonObject { ["job_resource"] = new JsonObject { ["job"] = shape } };
    }

    /// <summary>Sends a master file, or where it lies.</summary>
    public async Task SendAsync(HttpContext http)
    {
        var id = (string)http.Request.RouteValues["id"]!;
        var content = ContentOf(id);
        if (world.Settings.RedirectsContents)
        {
            http.Response.Redirect($"http://localhost:{http.Connection.LocalPort}/opentext/store/{id}?signature=of-the-store");
            return;
        }

        await SendAsync(http, content);
    }

    /// <summary>Sends a master file to whoever has its address, and to nobody with credentials of another system, as stores do.</summary>
    public Task SendStoredAsync(HttpContext http)
        => http.Request.Headers.Authorization.Count > 0 || http.Request.Headers.Cookie.Count > 0
            ? throw OpenTextException.BadRequest("Only one auth mechanism is allowed.")
            : SendAsync(http, ContentOf((string)http.Request.RouteValues["id"]!));

    public OpenTextException LockedByAnother() => new(world.Settings.LockedStatus, "ASSET_LOCKED", "Asset is locked by another user.");

    private DamContent ContentOf(string id)
    {
        lock (world.Lock)
        {
            return world.Read(id, isFolder: false).Content!;
        }
    }

    private static async Task SendAsync(HttpContext http, DamContent content)
    {
        http.Response.ContentType = "application/octet-stream";
        http.Response.ContentLength = content.Bytes;
        await using var stream = content.Open();
        await stream.CopyToAsync(http.Response.Body, 128 * 1024, http.RequestAborted);
    }

    private static JsonObject Wrapped(DamNode node, JsonObject shape)
        => node.IsFolder ? new JsonObject { ["folder_resource"] = new JsonObject { ["folder"] = shape } } : new JsonObject { ["asset_resource"] = new JsonObject { ["asset"] = shape } };
}
