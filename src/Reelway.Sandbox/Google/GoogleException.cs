using System.Text.Json.Nodes;

namespace Reelway.Sandbox.Google;

/// <summary>A refusal in Google's words.</summary>
/// <param name="status">HTTP status and the envelope's code.</param>
/// <param name="name">Canonical name of the error, such as <c>INVALID_ARGUMENT</c>.</param>
/// <param name="reason">Reason of its <c>ErrorInfo</c>; null for an error without details.</param>
internal sealed class GoogleException(int status, string name, string message, string? reason = null, params (string Key, string Value)[] metadata)
    : Exception(message)
{
    public int Status { get; } = status;

    public TimeSpan? RetryAfter { get; init; }

    public static GoogleException BadArgument(string message) => new(400, "INVALID_ARGUMENT", message);

    public static GoogleException BadRange(string range) => BadArgument($"Unable to parse range: {range}");

    public static GoogleException NotFound() => new(404, "NOT_FOUND", "Requested entity was not found.");

    public static GoogleException Forbidden() => new(403, "PERMISSION_DENIED", "The caller does not have permission");

    public static GoogleException Unauthenticated(bool isExpired) => new(
        401, "UNAUTHENTICATED",
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. "
            + "See https://developers.google.com/identity/sign-in/web/devconsole-project.",
        isExpired ? "ACCESS_TOKEN_EXPIRED" : null);

    public static GoogleException MissingScope(string service) => new(
        403, "PERMISSION_DENIED", "Request had insufficient authentication scopes.", "ACCESS_TOKEN_SCOPE_INSUFFICIENT", ("service", service));

    public static GoogleException SwitchedOff(string api, string service, string project) => new(
        403, "PERMISSION_DENIED",
        $"{api} has not been used in project {project} before or it is disabled. Enable it by visiting "
            + $"https://console.developers.google.com/apis/api/{service}/overview?project={project} then retry. If you enabled this API recently, "
            + "wait a few minutes for the action to propagate to our systems and retry.",
        "SERVICE_DISABLED", ("service", service), ("consumer", $"projects/{project}"));

    public static GoogleException Unavailable() => new(503, "UNAVAILABLE", "The service is currently unavailable.");

    public static GoogleException Internal() => new(500, "INTERNAL", "Internal error encountered.");

    public static GoogleException TooMany(bool isRead, int limit, string project, TimeSpan? retryAfter) => new(
        429, "RESOURCE_EXHAUSTED",
        $"Quota exceeded for quota metric '{(isRead ? "Read" : "Write")} requests' and limit '{(isRead ? "Read" : "Write")} requests per minute per user' "
            + $"of service 'sheets.googleapis.com' for consumer 'project_number:{project}'.",
        "RATE_LIMIT_EXCEEDED",
        ("quota_metric", $"sheets.googleapis.com/{(isRead ? "read" : "write")}_requests"),
        ("quota_limit", $"{(isRead ? "Read" : "Write")}RequestsPerMinutePerUser"),
        ("quota_limit_value", $"{limit}"),
        ("service", "sheets.googleapis.com"),
        ("consumer", $"projects/{project}"))
    { RetryAfter = retryAfter };

    public JsonObject ToJson()
    {
        var error = new JsonObject { ["code"] = Status, ["message"] = Message, ["status"] = name };
        if (reason is not null)
        {
            error["details"] = new JsonArray(new JsonObject
            {
                ["@type"] = "type.googleapis.com/google.rpc.ErrorInfo",
                ["reason"] = reason,
                ["domain"] = "googleapis.com",
                ["metadata"] = new JsonObject(metadata.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
            });
        }

        return new JsonObject { ["error"] = error };
    }
}
