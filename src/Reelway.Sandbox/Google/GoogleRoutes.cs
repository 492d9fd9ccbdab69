using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Routing;

namespace Reelway.Sandbox.Google;

/// <summary>Which path and method leads to which endpoint, and what all of them have in common.</summary>
internal sealed class GoogleRoutes(GoogleSandboxOptions options, GoogleWorld world, GoogleTokens tokens, TokenEndpoint token, SheetsEndpoints sheets, DriveEndpoints drive)
{
    public const string SheetsService = "sheets.googleapis.com";
    public const string DriveService = "drive.googleapis.com";

    private const string Scopes = "https://www.googleapis.com/auth/";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/token", AnswerTokenAsync);
        var files = routes.MapGroup("/v4/spreadsheets/{id}");
        files.MapGet("", http => ReadSheetAsync(http, () => sheets.Get(Id(http))));
        files.MapGet("/values:batchGet", http => ReadSheetAsync(http, () => sheets.BatchGet(Id(http), [.. http.Request.Query["ranges"].OfType<string>()], Query(http))));
        files.MapPost("/values:batchUpdate", http => WriteSheetAsync(http, body => sheets.BatchUpdate(Id(http), body)));
        files.MapGet("/values/{range}", http => ReadSheetAsync(http, () => sheets.Values(Id(http), Range(http), Query(http))));
        files.MapPut("/values/{range}", http => WriteSheetAsync(http, body => sheets.Update(Id(http), Range(http), Query(http), body)));
        routes.MapGet("/drive/v3/files", http => ReadDriveAsync(http, () => drive.List(Query(http))));
        routes.MapGet("/drive/v3/files/{id}", http => ReadDriveAsync(http, () => drive.Get(Id(http))));
        routes.Map("/{**path}", NothingHereAsync);
    }

    public static Task WriteAsync(HttpContext http, GoogleException refusal)
    {
        if (refusal.RetryAfter is { } wait)
        {
            http.Response.Headers.RetryAfter = $"{(int)Math.Ceiling(wait.TotalSeconds)}";
        }

        return WriteAsync(http, refusal.Status, refusal.ToJson());
    }

    private Task ReadSheetAsync(HttpContext http, Func<JsonObject> answer) => AnswerAsync(http, () =>
    {
        CheckSheets(http, "spreadsheets", "spreadsheets.readonly", "drive", "drive.readonly");
        return Task.FromResult(answer());
    });

    private Task WriteSheetAsync(HttpContext http, Func<JsonObject, JsonObject> answer) => AnswerAsync(http, async () =>
    {
        CheckSheets(http, "spreadsheets", "drive");
        return answer(await BodyAsync(http));
    });

    private Task ReadDriveAsync(HttpContext http, Func<JsonObject> answer) => AnswerAsync(http, () =>
    {
        tokens.Check(http.Request, DriveService, Full("drive.metadata.readonly", "drive.metadata", "drive.readonly", "drive"));
        return world.Settings.DriveEnabled
            ? Task.FromResult(answer())
            : throw GoogleException.SwitchedOff("Google Drive API", DriveService, options.ProjectNumber);
    });

    private void CheckSheets(HttpContext http, params string[] scopes)
    {
        tokens.Check(http.Request, SheetsService, Full(scopes));
        if (!world.Settings.SheetsEnabled)
        {
            throw GoogleException.SwitchedOff("Google Sheets API", SheetsService, options.ProjectNumber);
        }
    }

    private static string[] Full(params string[] scopes) => Array.ConvertAll(scopes, scope => Scopes + scope);

    private async Task AnswerTokenAsync(HttpContext http)
    {
        try
        {
            var form = (await http.Request.ReadFormAsync(http.RequestAborted)).ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal);
            await WriteAsync(http, 200, token.Answer(form, new Uri(http.Request.GetEncodedUrl())));
        }
        catch (TokenRefusal refusal)
        {
            await WriteAsync(http, 400, refusal.ToJson());
        }
    }

    private static async Task AnswerAsync(HttpContext http, Func<Task<JsonObject>> answer)
    {
        try
        {
            await WriteAsync(http, 200, await answer());
        }
        catch (GoogleException refusal)
        {
            await WriteAsync(http, refusal);
        }
    }

    private static async Task<JsonObject> BodyAsync(HttpContext http)
    {
        try
        {
            return await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted) as JsonObject
                ?? throw GoogleException.BadArgument("Invalid JSON payload received. The body must be an object.");
        }
        catch (JsonException problem)
        {
            throw GoogleException.BadArgument($"Invalid JSON payload received. {problem.Message}");
        }
    }

    private static Task WriteAsync(HttpContext http, int status, JsonObject body) => http.AnswerAsync(status, "application/json; charset=UTF-8", body.ToJsonString());

    /// <summary>Google's front answers unknown addresses with a page, and not in JSON.</summary>
    private static Task NothingHereAsync(HttpContext http)
        => http.AnswerAsync(StatusCodes.Status404NotFound, "text/html; charset=UTF-8", "<!DOCTYPE html><html lang=en><title>Error 404 (Not Found)!!1</title></html>");

    private static string Id(HttpContext http) => (string)http.Request.RouteValues["id"]!;

    // The server leaves an escaped slash as it is.
    private static string Range(HttpContext http) => ((string)http.Request.RouteValues["range"]!).Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private static Dictionary<string, string> Query(HttpContext http) => RequestContent.QueryOf(http);
}
