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
        if (Body is not null)
        {
            return context.AnswerAsync(Status, "application/json", Body.ToJsonString());
        }

        context.Response.Headers.WWWAuthenticate = "Basic realm=\"MG API\"";
        return context.AnswerAsync(Status, "text/plain", "Forbidden");
    }
}
