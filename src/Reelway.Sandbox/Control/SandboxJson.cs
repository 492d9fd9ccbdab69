using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Reelway.Sandbox.EventBridge;
using Reelway.Sandbox.Facebook;
using Reelway.Sandbox.Faults;
using Reelway.Sandbox.Google;
using Reelway.Sandbox.Mailgun;
using Reelway.Sandbox.S3;
using Reelway.Sandbox.Smtp;
using Reelway.Sandbox.Sqs;
using Reelway.Sandbox.Webhooks;

namespace Reelway.Sandbox.Control;

/// <summary>JSON of the control endpoints.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SandboxFault))]
[JsonSerializable(typeof(OrderedFault))]
[JsonSerializable(typeof(IReadOnlyList<OrderedFault>))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(FacebookSettings))]
[JsonSerializable(typeof(FacebookSnapshot))]
[JsonSerializable(typeof(LoginAnswer))]
[JsonSerializable(typeof(MailgunSettings))]
[JsonSerializable(typeof(MailgunSnapshot))]
[JsonSerializable(typeof(SmtpSnapshot))]
[JsonSerializable(typeof(WebhookSettings))]
[JsonSerializable(typeof(WebhookSnapshot))]
[JsonSerializable(typeof(SqsSettings))]
[JsonSerializable(typeof(SqsSnapshot))]
[JsonSerializable(typeof(S3Settings))]
[JsonSerializable(typeof(S3Snapshot))]
[JsonSerializable(typeof(EventBridgeSettings))]
[JsonSerializable(typeof(EventBridgeSnapshot))]
[JsonSerializable(typeof(GoogleSettings))]
[JsonSerializable(typeof(GoogleSnapshot))]
[JsonSerializable(typeof(NewSpreadsheet))]
internal sealed partial class SandboxJson : JsonSerializerContext
{
    /// <summary>For what comes in: an unknown property is a typing error and refused.</summary>
    public static SandboxJson Strict { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    });

    /// <summary>For what goes out to a person's terminal: indented, letters not escaped.</summary>
    public static SandboxJson Readable { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    });

    /// <summary>Reads the body, hands it on and answers 204, or 400 with a sentence when either cannot be done.</summary>
    public static async Task<IResult> AcceptAsync<T>(HttpContext context, JsonTypeInfo<T> type, Action<T> accept)
    {
        try
        {
            accept(await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted)
                ?? throw new JsonException("The body must be a JSON object."));
            return TypedResults.NoContent();
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return Problems.BadRequest(Sentence(e));
        }
    }

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
    public static T Patch<T>(T value, JsonObject patch, JsonTypeInfo<T> type)
    {
        var merged = JsonSerializer.SerializeToNode(value, type)!.AsObject();
        foreach (var (name, replacement) in patch)
        {
            merged[name] = replacement?.DeepClone();
        }

        return merged.Deserialize(type)!;
    }
}
