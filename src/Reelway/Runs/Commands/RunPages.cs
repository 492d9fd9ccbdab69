using System.Text.Json;
using System.Text.Json.Nodes;

namespace Reelway.Runs.Commands;

/// <summary>Lists that are longer than the API's pages.</summary>
internal static class RunPages
{
    /// <summary>What the API gives at once.</summary>
    private const int LargestPage = 200;

    /// <summary>Reads page after page until there are as many items as asked for, or no more.</summary>
    /// <param name="limit">Items wanted. One that the API refuses is passed on, so that it says why.</param>
    /// <param name="cursor">Where to begin; null: at the newest.</param>
    /// <param name="read">Reads a page of a size from a cursor.</param>
    public static async Task<JsonElement> ReadAsync(int limit, string? cursor, Func<int, string?, Task<JsonElement>> read)
    {
        if (limit <= LargestPage)
        {
            return await read(limit, cursor);
        }

        var items = new JsonArray();
        while (true)
        {
            var page = JsonObject.Create(await read(Math.Min(LargestPage, limit - items.Count), cursor))!;
            foreach (var item in page["items"]!.AsArray().ToList())
            {
                items.Add(item!.DeepClone());
            }

            cursor = page["nextCursor"]?.GetValue<string>();
            if (cursor is null || items.Count >= limit)
            {
                page["items"] = items;
                return JsonSerializer.SerializeToElement(page);
            }
        }
    }
}
