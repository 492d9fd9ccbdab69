using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Reelway.Sandbox.Box;

/// <summary>A refusal in Box's words.</summary>
internal sealed class BoxException(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What stands in the way.</summary>
    public JsonObject? Conflict { get; init; }

    public ConflictForm Form { get; init; }

    public static BoxException NotFound() => new(404, "not_found", "Not Found");

    public static BoxException Unauthorized() => new(401, "unauthorized", "Unauthorized");

    public static BoxException Bad(string message, string code = "bad_request") => new(400, code, message);

    public static BoxException TooMany(TimeSpan wait) => new(429, "rate_limit_exceeded", "Request rate limit exceeded, please try again later") { RetryAfter = wait };

    public static BoxException InUse(JsonObject conflict, ConflictForm form) => new(409, "item_name_in_use", "Item with the same name already exists") { Conflict = conflict, Form = form };

    public Task WriteAsync(HttpContext http)
    {
        if (RetryAfter is { } wait)
        {
            http.Response.Headers.RetryAfter = $"{(int)Math.Ceiling(wait.TotalSeconds)}";
        }

        if (Status == 401)
        {
            // Without a body.
            http.Response.Headers.WWWAuthenticate = "Bearer realm=\"Service\", error=\"invalid_token\", error_description=\"The access token provided is invalid.\"";
            http.Response.StatusCode = Status;
            return Task.CompletedTask;
        }

        return http.AnswerAsync(Status, "application/json", ToJson().ToJsonString());
    }

    private JsonObject ToJson()
    {
        var error = new JsonObject
        {
            ["type"] = "error",
            ["status"] = Status,
            ["code"] = Code,
            ["message"] = Message,
            ["request_id"] = Guid.NewGuid().ToString("N")[..16],
            ["help_url"] = "http://developers.box.com/docs/#errors",
        };
        if (Conflict is { } conflict)
        {
            var isList = Form == ConflictForm.List || (Form == ConflictForm.Usual && (string?)conflict["type"] == "folder");
            error["context_info"] = Form switch
            {
                ConflictForm.Absent => new JsonObject(),
                ConflictForm.Null => new JsonObject { ["conflicts"] = null },
                _ => new JsonObject { ["conflicts"] = isList ? new JsonArray(conflict.DeepClone()) : conflict.DeepClone() },
            };
        }

        return error;
    }
}
