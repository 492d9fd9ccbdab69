using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Reelway.Sandbox.LinkedIn;

/// <summary>Which address leads where, and what all calls of the versioned API have in common.</summary>
internal sealed class LinkedInRoutes(LinkedInTokens tokens, LinkedInFeed feed, LinkedInStatistics statistics, LinkedInUploads uploads, LinkedInQuota quota, Func<LinkedInSettings> settings)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v2/userinfo", context => (tokens.MemberOf(context.Request) is { } member
            ? LinkedInAnswer.Ok(new JsonObject { ["sub"] = member.Id, ["name"] = member.Name })
            : LinkedInAnswer.Unauthorized).WriteAsync(context));
        routes.MapPost("/oauth/v2/accessToken", async context => await tokens.Grant(await context.Request.ReadFormAsync(context.RequestAborted)).WriteAsync(context));
        routes.MapGet("/oauth/v2/authorization", tokens.AuthorizeAsync);
        routes.MapPut("/dms-uploads/{number}/{piece:int}", PutAsync);

        var rest = routes.MapGroup("/rest");
        Map(rest, "POST", "/posts", null, (member, _, body) => feed.Create(member, body));
        Map(rest, "GET", "/posts", "FINDER", (member, http, _) => feed.List(member, http.Request.Query));
        Map(rest, "POST", "/posts/{urn}", "PARTIAL_UPDATE", (member, http, body) => feed.Change(member, Urn(http), body));
        Map(rest, "DELETE", "/posts/{urn}", null, (member, http, _) => feed.Delete(member, Urn(http)));
        Map(rest, "POST", "/socialActions/{urn}/comments", null, (member, http, body) => feed.Comment(member, Urn(http), body));
        Map(rest, "GET", "/socialActions/{urn}/comments", null, (member, http, _) => feed.Comments(member, Urn(http)));
        Map(rest, "DELETE", "/socialActions/{urn}/comments/{id}", null, (member, http, _) => feed.DeleteComment(member, Urn(http), (string)http.Request.RouteValues["id"]!, http.Request.Query["actor"].ToString()));
        Map(rest, "GET", "/organizationalEntityShareStatistics", null, (member, http, _) => statistics.Of(member, http.Request.Query));
        Map(rest, "GET", "/organizationAcls", "FINDER", (member, _, _) => Roles(member));
        foreach (var kind in new[] { "image", "video" })
        {
            Map(rest, "POST", $"/{kind}s", null, (member, http, body) => http.Request.Query["action"].ToString() switch
            {
                "initializeUpload" => uploads.Begin(member, kind, body),
                "finalizeUpload" when kind == "video" => uploads.End(member, body),
                _ => LinkedInAnswer.Refused(StatusCodes.Status400BadRequest, "ILLEGAL_ARGUMENT", "action is not known"),
            });
            Map(rest, "GET", $"/{kind}s/{{urn}}", null, (member, http, _) => uploads.Look(member, Urn(http)));
        }
    }

    /// <summary>A member's text; null where there is none.</summary>
    public static string? TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private void Map(IEndpointRouteBuilder rest, string verb, string path, string? method, Func<LinkedInMember, HttpContext, JsonObject, LinkedInAnswer> handle)
        => rest.MapMethods(path, [verb], async context => await (await RunAsync(context, method, handle)).WriteAsync(context));

    private async Task<LinkedInAnswer> RunAsync(HttpContext context, string? method, Func<LinkedInMember, HttpContext, JsonObject, LinkedInAnswer> handle)
    {
        if (tokens.MemberOf(context.Request) is not { } member)
        {
            return LinkedInAnswer.Unauthorized;
        }

        var version = context.Request.Headers["LinkedIn-Version"].ToString();
        if (version.Length == 0)
        {
            return LinkedInAnswer.Refused(StatusCodes.Status400BadRequest, "VERSION_MISSING", "A version must be present. Please specify a version by adding the LinkedIn-Version header.");
        }

        if (string.CompareOrdinal(version, settings().OldestVersion) < 0 || string.CompareOrdinal(version, settings().NewestVersion) > 0)
        {
            return LinkedInAnswer.Refused(StatusCodes.Status426UpgradeRequired, "NONEXISTENT_VERSION", $"Requested version {version} is not active");
        }

        if (!quota.Take(member))
        {
            return LinkedInAnswer.Throttled;
        }

        if (method is not null && context.Request.Headers["X-RestLi-Method"] != method)
        {
            return LinkedInAnswer.Refused(StatusCodes.Status400BadRequest, "ILLEGAL_ARGUMENT", $"X-RestLi-Method must be {method}");
        }

        return handle(member, context, await BodyAsync(context));
    }

    private async Task PutAsync(HttpContext context)
    {
        using var content = new MemoryStream();
        await context.Request.Body.CopyToAsync(content, context.RequestAborted);
        var (values, hasToken) = (context.Request.RouteValues, context.Request.Headers.Authorization.Count > 0);
        if (hasToken && tokens.MemberOf(context.Request) is null)
        {
            await LinkedInAnswer.Unauthorized.WriteAsync(context);
            return;
        }

        await uploads.Put((string)values["number"]!, int.Parse((string)values["piece"]!, System.Globalization.CultureInfo.InvariantCulture), hasToken, content.ToArray()).WriteAsync(context);
    }

    private static LinkedInAnswer Roles(LinkedInMember member)
    {
        var rows = member.Roles.Select(role => (JsonNode)new JsonObject
        {
            ["role"] = role.Value,
            ["organization"] = $"urn:li:organization:{role.Key}",
            ["roleAssignee"] = member.Urn,
            ["state"] = "APPROVED",
        });
        return LinkedInAnswer.Ok(new JsonObject { ["elements"] = new JsonArray([.. rows]) });
    }

    // Empty where there is no object: whoever needs it reports what is missing.
    private static async Task<JsonObject> BodyAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        try
        {
            return body.Length > 0 && JsonNode.Parse(body.ToArray()) is JsonObject read ? read : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static string Urn(HttpContext http) => Uri.UnescapeDataString((string)http.Request.RouteValues["urn"]!);
}
