using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Reelway.Sandbox.OpenText;

/// <summary>Which path and method leads to which endpoint, and what all of them have in common.</summary>
internal sealed class OpenTextRoutes(OpenTextSignIns signIns, DamWorld world, ItemEndpoints items, ListEndpoints lists, ImportEndpoint imports)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        MapSignIns(routes);
        var api = routes.MapGroup("/otmmapi/v{version:int}");
        api.MapGet("/search/text", http => AnswerAsync(http, _ => lists.Search(Query(http))));
        api.MapPost("/search/text", http => AnswerAsync(http, async _ =>
        {
            var form = await FormAsync(http);
            return Locked(() => lists.Search(name => form[name].ToString()));
        }));
        api.MapGet("/folders/rootfolders", http => AnswerAsync(http, _ => lists.Roots()));
        api.MapGet("/folders/{id}/children", http => AnswerAsync(http, _ => lists.Children(Id(http), Query(http))));
        api.MapGet("/lookupdomains", http => AnswerAsync(http, _ => lists.Domains()));
        api.MapGet("/lookupdomains/{id}", http => AnswerAsync(http, _ => lists.Domain(Id(http))));
        foreach (var (kind, isFolder) in new[] { ("assets", false), ("folders", true) })
        {
            api.MapGet($"/{kind}/{{id}}", http => AnswerAsync(http, _ => items.Get(Id(http), isFolder, Query(http))));
            api.MapPatch($"/{kind}/{{id}}", http => AnswerAsync(http, async who =>
            {
                var body = await BodyAsync(http);
                return Locked(() => items.Patch(Id(http), isFolder, body, who));
            }));
            api.MapPut($"/{kind}/{{id}}/state", http => AnswerAsync(http, async who =>
            {
                var form = await FormAsync(http);
                return Locked(() => items.Switch(Id(http), form["action"].ToString(), who));
            }));
        }

        api.MapPost("/folders/{id}", http => AnswerAsync(http, async _ =>
        {
            var body = await BodyAsync(http);
            return Locked(() => items.CreateFolder(Id(http), body));
        }));
        api.MapGet("/assets/{id}/contents", http => StreamAsync(http, items.SendAsync));
        api.MapGet("/renditions/{id}", http => StreamAsync(http, items.SendAsync));
        api.MapPost("/assets", http => AnswerAsync(http, async _ => await imports.TakeAsync(http)));
        api.MapGet("/jobs/{id}", http => AnswerAsync(http, _ => items.Job(Id(http))));
        // A store beside it, to which the address itself is the right.
        routes.MapGet("/store/{id}", ItemEndpoints.Guarded(items.SendStoredAsync));
        routes.Map("/{**path}", http => OpenTextException.NotFound("The resource").WriteAsync(http));
    }

    private void MapSignIns(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/otdsws/oauth2/token", async http => await WriteOrRefuseAsync(
            http, signIns.GrantAtOtds(await FormAsync(http)), """{"error":"invalid_client","error_description":"Client authentication failed"}"""));
        routes.MapPost("/otdsws/rest/authentication/credentials", http => TicketAsync(http, body => signIns.Ticket(DamWriting.Text(body["userName"]), DamWriting.Text(body["password"]))));
        routes.MapPost("/otdsws/rest/authentication/resource/ticketforresource", http => TicketAsync(
            http, body => signIns.TicketForResource(DamWriting.Text(body["ticket"]), DamWriting.Text(body["resourceId"]))));
        var sessions = routes.MapGroup("/otmmapi/v{version:int}/sessions");
        sessions.MapPost("/oauth2/token", async http => await WriteOrRefuseAsync(http, signIns.GrantAtMedia(await FormAsync(http)), null));
        sessions.MapPost("", async http =>
        {
            var form = await FormAsync(http);
            await WriteOrRefuseAsync(http, signIns.OpenSession(form["username"], form["password"], http.Response), null);
        });
        sessions.MapGet("", http => WriteOrRefuseAsync(http, signIns.OpenSession(http.Request.Headers["OTDSToken"].ToString(), http.Response), null));
    }

    private static async Task TicketAsync(HttpContext http, Func<JsonObject, JsonObject?> ticket)
    {
        try
        {
            await WriteOrRefuseAsync(http, ticket(await BodyAsync(http)), """{"status":401,"error":"Authentication failed"}""");
        }
        catch (OpenTextException refusal)
        {
            await refusal.WriteAsync(http);
        }
    }

    private Task AnswerAsync(HttpContext http, Func<string, JsonObject> answer) => AnswerAsync(http, who => Task.FromResult(Locked(() => answer(who))));

    private async Task AnswerAsync(HttpContext http, Func<string, Task<JsonObject>> answer)
    {
        try
        {
            await WriteAsync(http, await answer(signIns.Who(http.Request)));
        }
        catch (OpenTextException refusal)
        {
            await refusal.WriteAsync(http);
        }
    }

    private Task StreamAsync(HttpContext http, RequestDelegate send) => ItemEndpoints.Guarded(async inner =>
    {
        signIns.Who(inner.Request);
        await send(inner);
    })(http);

    private JsonObject Locked(Func<JsonObject> answer)
    {
        lock (world.Lock)
        {
            return answer();
        }
    }

    private static Task WriteOrRefuseAsync(HttpContext http, JsonObject? answer, string? refusal)
        => answer is not null ? WriteAsync(http, answer)
            : refusal is null ? OpenTextException.Unauthorized().WriteAsync(http)
            : http.AnswerAsync(StatusCodes.Status401Unauthorized, "application/json", refusal);

    private static Task WriteAsync(HttpContext http, JsonObject answer) => http.AnswerAsync(StatusCodes.Status200OK, "application/json", answer.ToJsonString());

    private static async Task<IFormCollection> FormAsync(HttpContext http)
        => http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : FormCollection.Empty;

    private static async Task<JsonObject> BodyAsync(HttpContext http)
    {
        try
        {
            return http.Request.HasJsonContentType() && await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted) is JsonObject body
                ? body
                : throw OpenTextException.BadRequest("The body must be a JSON object.");
        }
        catch (JsonException problem)
        {
            throw OpenTextException.BadRequest($"The body could not be read: {problem.Message}");
        }
    }

    private static Func<string, string> Query(HttpContext http) => name => http.Request.Query[name].ToString();

    private static string Id(HttpContext http) => (string)http.Request.RouteValues["id"]!;
}
