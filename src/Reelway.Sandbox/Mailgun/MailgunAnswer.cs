using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Reelway.Sandbox.Mailgun;

/// <summary>An answer in Mailgun's manner: JSON with a message, but for refused keys, which get one bare word.</summary>
internal sealed record MailgunAnswer(int Status, JsonObject? Body)
{
    public static MailgunAnswer Forbidden { get; } = new(StatusCodes.Status401Unauthorized, null);

    public static MailgunAnswer Refusal(int status, string message) => new(status, new JsonObject { ["message"] = message });

    public Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        if (Body is null)
        {
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"MG API\"";
            context.Response.ContentType = "text/plain";
            return context.Response.WriteAsync("Forbidden", context.RequestAborted);
        }

        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(Body.ToJsonString(), context.RequestAborted);
    }
}
