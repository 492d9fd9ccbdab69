using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Reelway.Sandbox.Control;

/// <summary>JSON of the control endpoints.</summary>
internal static class SandboxJson
{
    /// <summary>For what comes in: an unknown property is a typing error and refused.</summary>
    public static JsonSerializerOptions Strict { get; } = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <summary>For what goes out to a person's terminal: indented, letters not escaped.</summary>
    public static JsonSerializerOptions Readable { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    /// <summary>Reads the body, hands it on and answers 204, or 400 with a sentence when either cannot be done.</summary>
    public static async Task<IResult> AcceptAsync<T>(HttpContext context, Action<T> accept)
    {
        try
        {
            accept(await ReadAsync<T>(context));
            return TypedResults.NoContent();
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return Problems.BadRequest(Sentence(e));
        }
    }

    public static async Task<T> ReadAsync<T>(HttpContext context)
        => await JsonSerializer.DeserializeAsync<T>(context.Request.Body, Strict, context.RequestAborted) ?? throw new JsonException("The body must be a JSON object.");

    /// <summary>What is wrong with a body, without the names of our types.</summary>
    public static string Sentence(Exception problem) => problem switch
    {
        JsonException { Path: "$.effect" } => "\"effect\" must be one of status, delay, hang, cut, lost-answer, rate-limit, expire-token, index-lag.",
        JsonException { Path: "$" or null } json when !json.Message.Contains("required", StringComparison.Ordinal) => "The body must be a JSON object.",
        JsonException { Path: { Length: > 2 } path } => $"\"{path[2..]}\" is unknown or has a value of the wrong kind.",
        JsonException json => "A required property is missing: " + json.Message[(json.Message.LastIndexOf(':') + 1)..].Trim(),
        _ => problem.Message,
    };

    /// <summary>A copy of the value in which the properties named by the patch are replaced.</summary>
    /// <exception cref="JsonException">The patch is no object, or has an unknown property or a wrong type.</exception>
    public static T Patch<T>(T value, JsonObject patch)
    {
        var merged = JsonSerializer.SerializeToNode(value, Strict)!.AsObject();
        foreach (var (name, replacement) in patch)
        {
            merged[name] = replacement?.DeepClone();
        }

        return merged.Deserialize<T>(Strict)!;
    }
}
