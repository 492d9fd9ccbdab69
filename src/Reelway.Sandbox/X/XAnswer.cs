using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Reelway.Sandbox.X;

/// <summary>An answer in X's manner: <c>data</c>, or a problem.</summary>
internal sealed record XAnswer(int Status, JsonObject Body)
{
    private const string Problems = "https://api.x.com/2/problems/";

    public static XAnswer Unauthorized { get; } = Plain(StatusCodes.Status401Unauthorized, "Unauthorized", "Unauthorized");

    public static XAnswer NoCredits { get; } = Plain(
        StatusCodes.Status402PaymentRequired, "CreditsDepleted", "Your enrolled account does not have any credits to fulfill this request.");

    public static XAnswer Duplicate { get; } = Forbidden("You are not allowed to create a Tweet with duplicate content.");

    public static XAnswer TooManyRequests { get; } = Plain(StatusCodes.Status429TooManyRequests, "Too Many Requests", "Too Many Requests");

    public static XAnswer Capped { get; } = new(StatusCodes.Status429TooManyRequests, new JsonObject
    {
        ["title"] = "UsageCapExceeded",
        ["detail"] = "Usage cap exceeded: Monthly product cap",
        ["type"] = Problems + "usage-capped",
        ["period"] = "Monthly",
        ["scope"] = "Product",
    });

    public static XAnswer ReadOnly { get; } = new(StatusCodes.Status403Forbidden, new JsonObject
    {
        ["title"] = "Forbidden",
        ["status"] = StatusCodes.Status403Forbidden,
        ["type"] = Problems + "oauth1-permissions",
        ["detail"] = "Your client app is not configured with the appropriate oauth1 app permissions for this endpoint.",
    });

    public static XAnswer Forbidden(string detail) => Plain(StatusCodes.Status403Forbidden, "Forbidden", detail);

    public static XAnswer Invalid(string message, string parameter) => new(StatusCodes.Status400BadRequest, new JsonObject
    {
        ["errors"] = new JsonArray(new JsonObject { ["parameters"] = new JsonObject { [parameter] = new JsonArray() }, ["message"] = message }),
        ["title"] = "Invalid Request",
        ["detail"] = "One or more parameters to your request was invalid.",
        ["type"] = Problems + "invalid-request",
    });

    public static XAnswer NotFound(string id) => new(StatusCodes.Status404NotFound, new JsonObject
    {
        ["title"] = "Not Found Error",
        ["type"] = Problems + "resource-not-found",
        ["detail"] = $"Could not find tweet with id: [{id}].",
        ["resource_id"] = id,
        ["resource_type"] = "tweet",
    });

    public static XAnswer Data(JsonNode data, int status = StatusCodes.Status200OK) => new(status, new JsonObject { ["data"] = data });

    public Task WriteAsync(HttpContext context)
        => context.AnswerAsync(Status, Status < 400 ? "application/json; charset=utf-8" : "application/problem+json", Body.ToJsonString());

    public static XAnswer Plain(int status, string title, string detail)
        => new(status, new JsonObject { ["title"] = title, ["detail"] = detail, ["type"] = "about:blank", ["status"] = status });
}
