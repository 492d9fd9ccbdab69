using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Reelway.Sandbox.Box;

/// <summary>A request of somebody that Box knows.</summary>
internal sealed class BoxRequest(HttpContext http, BoxUser user)
{
    public HttpContext Http { get; } = http;

    public BoxUser User { get; } = user;

    public CancellationToken Gone => Http.RequestAborted;

    /// <summary>Base of the stand-in's addresses, as the caller reached it.</summary>
    public string Base => $"{Http.Request.Scheme}://{Http.Request.Host}/box";

    public string Route(string name) => (string)Http.Request.RouteValues[name]!;

    public string Query(string name) => Http.Request.Query[name].ToString();

    public string Header(string name) => Http.Request.Headers[name].ToString();

    public int Number(string name, int otherwise)
        => Query(name) switch
        {
            "" => otherwise,
            var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
            var text => throw BoxException.Bad($"Invalid value '{text}'. '{name}' must be a number"),
        };

    public async Task<JsonNode> JsonAsync()
    {
        try
        {
            return await JsonNode.ParseAsync(Http.Request.Body, cancellationToken: Gone) ?? throw BoxException.Bad("Entity body should be a JSON object");
        }
        catch (JsonException)
        {
            throw BoxException.Bad("Entity body should be a correctly nested resource attribute name/value pair");
        }
    }

    public async Task<JsonObject> BodyAsync() => await JsonAsync() as JsonObject ?? throw BoxException.Bad("Entity body should be a JSON object");

    public static string Text(JsonObject body, params IReadOnlyList<string> path) => Value<string>(body, path) ?? throw BoxException.Bad($"'{string.Join('.', path)}' is required");

    public static T? Value<T>(JsonObject body, params IReadOnlyList<string> path)
    {
        JsonNode? node = body;
        foreach (var name in path)
        {
            node = (node as JsonObject)?[name];
        }

        return node is null ? default : node is JsonValue value && value.TryGetValue<T>(out var found) ? found : throw BoxException.Bad($"'{string.Join('.', path)}' is of the wrong type");
    }

    /// <summary>What was asked for of an item: <c>fields</c> replaces the usual ones.</summary>
    public JsonObject Shown(JsonObject item)
    {
        if (Query("fields") is not { Length: > 0 } fields)
        {
            return item;
        }

        var wanted = fields.Split(',').Select(field => field.Trim()).Append("type").Append("id").Append("etag").ToHashSet(StringComparer.Ordinal);
        return new JsonObject(item.Where(pair => wanted.Contains(pair.Key)).Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
    }
}

/// <summary>An answer.</summary>
internal sealed record BoxReply(int Status, JsonNode? Body = null)
{
    public TimeSpan? RetryAfter { get; init; }

    public string? Location { get; init; }

    public async Task WriteAsync(HttpContext http)
    {
        http.Response.StatusCode = Status;
        if (RetryAfter is { } wait)
        {
            http.Response.Headers.RetryAfter = $"{(int)wait.TotalSeconds}";
        }

        if (Location is { } location)
        {
            http.Response.Headers.Location = location;
        }

        if (Body is not null)
        {
            await http.AnswerAsync(Status, "application/json", Body.ToJsonString());
        }
    }
}
