using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace Reelway.Sandbox.Box;

/// <summary>Folders and their listings.</summary>
internal sealed class BoxFolderEndpoints(BoxWorld world)
{
    private const int MostItems = 1000;

    public async Task<BoxReply> CreateAsync(BoxRequest request)
    {
        var body = await request.BodyAsync();
        var parent = world.Get(BoxRequest.Text(body, "parent", "id"), isFolder: true, request.User);
        return new BoxReply(201, request.Shown(world.Full(world.AddFolder(parent, BoxRequest.Text(body, "name"), request.User))));
    }

    public Task<BoxReply> GetAsync(BoxRequest request) => Task.FromResult(new BoxReply(200, request.Shown(world.Full(Folder(request)))));

    public async Task<BoxReply> ChangeAsync(BoxRequest request)
    {
        var folder = Folder(request);
        var body = await request.BodyAsync();
        world.Change(folder, BoxRequest.Value<string>(body, "name"), ParentOf(body, request), request.User);
        return new BoxReply(200, request.Shown(world.Full(folder)));
    }

    public Task<BoxReply> ListAsync(BoxRequest request)
    {
        var items = world.Children(Folder(request), request.User);
        var limit = Math.Min(world.Settings.ItemsPerPage, request.Number("limit", 100));
        if (limit is < 1 or > MostItems)
        {
            throw BoxException.Bad($"'limit' must be 1 to {MostItems}");
        }

        return Task.FromResult(new BoxReply(200, request.Query("usemarker") == "true" ? ByMarker(request, items, limit) : ByOffset(request, items, limit)));
    }

    /// <summary>The folder that a change names as the new place; null for none.</summary>
    public BoxItem? ParentOf(JsonObject body, BoxRequest request)
        => BoxRequest.Value<string>(body, "parent", "id") is { } id ? world.Get(id, isFolder: true, request.User) : null;

    private BoxItem Folder(BoxRequest request) => world.Get(request.Route("id"), isFolder: true, request.User);

    private JsonObject ByMarker(BoxRequest request, IReadOnlyList<BoxItem> items, int limit)
    {
        if (request.Http.Request.Query.ContainsKey("offset"))
        {
            throw BoxException.Bad("'offset' can't be used with marker based pagination");
        }

        var from = request.Query("marker") is { Length: > 0 } marker ? PlaceOf(marker, request.Route("id")) : 0;
        var page = new JsonObject { ["limit"] = limit, ["entries"] = Entries(request, items.Skip(from).Take(limit)) };
        if (from + limit < items.Count)
        {
            page["next_marker"] = WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes($"{request.Route("id")}:{from + limit}"));
        }
        else if (world.Settings.PagingEnd != PagingEnd.Absent)
        {
            page["next_marker"] = world.Settings.PagingEnd == PagingEnd.Empty ? "" : null;
        }

        return page;
    }

    private static JsonObject ByOffset(BoxRequest request, IReadOnlyList<BoxItem> items, int limit)
    {
        var from = request.Number("offset", 0);
        return new() { ["total_count"] = items.Count, ["offset"] = from, ["limit"] = limit, ["entries"] = Entries(request, items.Skip(from).Take(limit)) };
    }

    private static JsonArray Entries(BoxRequest request, IEnumerable<BoxItem> items) => new([.. items.Select(item => request.Query("fields").Length == 0 ? item.Mini() : request.Shown(item.Full([])))]);

    private static int PlaceOf(string marker, string folder)
    {
        try
        {
            return Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(marker)).Split(':') is [var of, var place] && of == folder && int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
                ? at : throw new FormatException();
        }
        catch (FormatException)
        {
            throw BoxException.Bad("Invalid marker");
        }
    }
}
