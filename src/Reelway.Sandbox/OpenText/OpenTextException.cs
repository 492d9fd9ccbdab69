using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Reelway.Sandbox.OpenText;

/// <summary>A refusal in the media management's words.</summary>
/// <param name="code">Empty for none.</param>
internal sealed class OpenTextException(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public static OpenTextException BadRequest(string message) => new(StatusCodes.Status400BadRequest, "INVALID_REQUEST", message);

    public static OpenTextException NotFound(string what) => new(StatusCodes.Status404NotFound, "NOT_FOUND", $"{what} does not exist or you do not have permission to view it.");

    public static OpenTextException Unauthorized() => new(StatusCodes.Status401Unauthorized, "", "The user is not authenticated.");

    /// <summary>An ordinary refusal, which has the status of a break-down.</summary>
    public static OpenTextException Business(string code, string message) => new(StatusCodes.Status500InternalServerError, code, message);

    public Task WriteAsync(HttpContext http)
    {
        var body = new JsonObject { ["message"] = Message, ["debug_message"] = $"com.artesia.common.exception.BaseTeamsException: {Message}", ["http_response_code"] = Status };
        if (code.Length > 0)
        {
            body["error_code"] = code;
        }

        return http.AnswerAsync(Status, "application/json", new JsonObject { ["exception_body"] = body }.ToJsonString());
    }
}
