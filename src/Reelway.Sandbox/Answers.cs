using Microsoft.AspNetCore.Http;

namespace Reelway.Sandbox;

internal static class Answers
{
    /// <summary>Answers with a text.</summary>
    public static Task AnswerAsync(this HttpContext context, int status, string contentType, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        return context.Response.WriteAsync(body, context.RequestAborted);
    }
}
