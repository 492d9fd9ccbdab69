using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Reelway.Sandbox.Bluesky;

/// <summary>An answer of an XRPC call.</summary>
internal sealed record BlueskyAnswer(int Status, JsonNode Body)
{
    public static BlueskyAnswer Ok(JsonNode body) => new(StatusCodes.Status200OK, body);

    /// <summary>Most refusals are 400, whatever they are about.</summary>
    public static BlueskyAnswer Refused(string error, string message, int status = StatusCodes.Status400BadRequest) => new(status, new JsonObject { ["error"] = error, ["message"] = message });

    public Task WriteAsync(HttpContext context) => context.AnswerAsync(Status, "application/json; charset=utf-8", Body.ToJsonString());
}
