using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Reelway.Frame.Operations;
using Reelway.Frame.Web;

namespace Reelway.Frame.Cli;

/// <summary>Commands that list: all of them page alike.</summary>
internal static class ListCommands
{
    /// <summary>A command that shows a list of the API.</summary>
    /// <param name="filters">Its own arguments and options.</param>
    /// <param name="query">What those come to in the operation's query.</param>
    /// <param name="operands">What they come to in its path.</param>
    public static Command List<T>(
        this CliContext cli, Operation<ListOf<T>> operation, string name, string help, string examples, Action<CliText, JsonElement> forPeople,
        Symbol[]? filters = null, Func<CliCall, (string Name, string? Value)[]>? query = null,
        Func<CliCall, string[]>? operands = null)
    {
        var limit = new Option<int>("--limit") { Description = "At most so many.", HelpName = "N", DefaultValueFactory = _ => RequestText.DefaultLimit };
        var cursor = new Option<string?>("--cursor") { Description = "Go on where a list has ended.", HelpName = "CURSOR" };
        var all = new Option<bool>("--all") { Description = "All there are, however many." };
        return cli.Verb(name, help, examples, [.. filters ?? [], limit, cursor, all], async call =>
        {
            var asked = query?.Invoke(call) ?? [];
            var api = await call.ApiAsync();
            var list = await ReadAsync(call.Value(all) ? int.MaxValue : call.Value(limit), call.Value(cursor), (size, from) => api.AskAsync(
                operation, ApiQuery.Of(operation.At(operands?.Invoke(call) ?? []), [.. asked, ("limit", $"{size}"), ("cursor", from)]), body: null, call.Cancellation));
            return call.Show(list, forPeople);
        });
    }

    /// <summary>Reads page after page until there are as many items as asked for, or no more.</summary>
    /// <param name="limit">Items wanted. One that the API refuses is passed on, so that it says why.</param>
    internal static async Task<JsonElement> ReadAsync(int limit, string? cursor, Func<int, string?, Task<JsonElement>> read)
    {
        if (limit <= RequestText.MaxLimit)
        {
            return await read(limit, cursor);
        }

        var items = new JsonArray();
        while (true)
        {
            var page = JsonObject.Create(await read(Math.Min(RequestText.MaxLimit, limit - items.Count), cursor))!;
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
