using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Reelway.Sandbox.LinkedIn;

/// <summary>An answer in LinkedIn's manner. Its refusals have three shapes.</summary>
internal sealed record LinkedInAnswer(int Status, JsonNode? Body = null)
{
    /// <summary>Value of <c>x-restli-id</c>; null for none.</summary>
    public string? Id { get; init; }

    public string? ETag { get; init; }

    public static LinkedInAnswer NoContent { get; } = new(StatusCodes.Status204NoContent);

    public static LinkedInAnswer Unauthorized => new(
        StatusCodes.Status401Unauthorized, new JsonObject { ["status"] = 401, ["serviceErrorCode"] = 65600, ["code"] = "INVALID_ACCESS_TOKEN", ["message"] = "Invalid access token" });

    public static LinkedInAnswer Denied(string what) => Refused(StatusCodes.Status403Forbidden, "ACCESS_DENIED", $"Not enough permissions to access: {what}");

    public static LinkedInAnswer NotFound(string urn) => Refused(StatusCodes.Status404NotFound, "NOT_FOUND", $"Entity with urn {urn} is not found");

    public static LinkedInAnswer Missing(string field) => Refused(StatusCodes.Status400BadRequest, "MISSING_FIELD", $"{field} :: field is required but not found and has no default value");

    public static LinkedInAnswer Throttled => new(
        StatusCodes.Status429TooManyRequests,
        new JsonObject { ["status"] = 429, ["serviceErrorCode"] = 101, ["message"] = "Resource level throttle APPLICATION_AND_MEMBER DAY limit for calls to this resource is reached." });

    public static LinkedInAnswer Duplicate(string original) => new(
        StatusCodes.Status422UnprocessableEntity,
        new JsonObject
        {
            ["errorDetailType"] = "com.linkedin.common.error.BadRequest",
            ["message"] = $"POST /posts: Content is a duplicate of {original}",
            ["errorDetails"] = new JsonObject
            {
                ["inputErrors"] = new JsonArray(new JsonObject { ["description"] = "Duplicate post is detected", ["input"] = new JsonObject(), ["code"] = "DUPLICATE_POST" }),
            },
            ["status"] = 422,
        });

    public static LinkedInAnswer Refused(int status, string code, string message) => new(status, new JsonObject { ["status"] = status, ["code"] = code, ["message"] = message });

    public static LinkedInAnswer Ok(JsonNode body) => new(StatusCodes.Status200OK, body);

    public Task WriteAsync(HttpContext context)
    {
        if (Id is not null)
        {
            context.Response.Headers["x-restli-id"] = Id;
        }

        if (ETag is not null)
        {
            context.Response.Headers.ETag = ETag;
        }

        if (Body is not null)
        {
            return context.AnswerAsync(Status, "application/json", Body.ToJsonString());
        }

        context.Response.StatusCode = Status;
        return Task.CompletedTask;
    }
}
