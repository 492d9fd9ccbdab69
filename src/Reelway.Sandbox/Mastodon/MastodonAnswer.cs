using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Reelway.Sandbox.Mastodon;

/// <summary>An answer in Mastodon's manner.</summary>
internal sealed record MastodonAnswer(int Status, JsonNode Body)
{
    public static MastodonAnswer Unauthorized => Problem(StatusCodes.Status401Unauthorized, "The access token is invalid");

    public static MastodonAnswer NotFound => Problem(StatusCodes.Status404NotFound, "Record not found");

    public static MastodonAnswer TooMany => Problem(StatusCodes.Status429TooManyRequests, "Too many requests");

    public static MastodonAnswer Invalid(string error) => Problem(StatusCodes.Status422UnprocessableEntity, error);

    public static MastodonAnswer Problem(int status, string error) => new(status, new JsonObject { ["error"] = error });

    public Task WriteAsync(HttpContext context) => context.AnswerAsync(Status, "application/json; charset=utf-8", Body.ToJsonString());
}
