using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Reelway.Frame.Web;

namespace Reelway.Frame.Operations;

/// <summary>An operation that has a route, and may have forms on pages.</summary>
internal sealed class OperationRoute<TAnswer>(IEndpointRouteBuilder routes, Operation operation, Delegate handler)
{
    /// <summary>Lets a page's form ask for it: the same handler and the same right, then back to the page with a sentence.</summary>
    /// <param name="page">Path of the page that has the form: <c>/runs/{id}</c>.</param>
    /// <param name="action">What the form's address has behind that. Members of the body that no field has are taken from the address.</param>
    /// <param name="say">What to say when it was done; a refusal speaks for itself.</param>
    public OperationRoute<TAnswer> Form(string page, string action, Func<TAnswer, Notice> say)
    {
        var form = routes.MapLate($"{page}/{action}", HttpMethods.Post, handler, async (call, next) =>
        {
            var http = call.HttpContext;
            http.RequestServices.GetRequiredService<Flash>().Put(http, await NoticeAsync(call, next, say));
            return Redirects.SeeOther(string.Join('/', http.Request.Path.ToUriComponent().Split('/').Take(page.Split('/').Length)) + "#notice");
        }).ExcludeFromDescription().WithMetadata(operation, new RequireAntiforgeryTokenAttribute()).RequireRight(operation);
        form.Finally(endpoint =>
        {
            foreach (var json in endpoint.Metadata.OfType<IAcceptsMetadata>().ToList())
            {
                endpoint.Metadata.Remove(json);
            }

            var ask = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = async http =>
            {
                await ReadAsync(http);
                await ask(http);
            };
        });
        return this;
    }

    private static async Task<Notice> NoticeAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next, Func<TAnswer, Notice> say)
    {
        try
        {
            return say((TAnswer)(await next(call))!);
        }
        catch (RefusalException refusal)
        {
            return new Notice(refusal.Message, Failed: true);
        }
    }

    /// <summary>Makes the body that the operation takes of the form's fields.</summary>
    private async Task ReadAsync(HttpContext http)
    {
        if (http.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: true } validation)
        {
            throw new AntiforgeryValidationException("The form has no token of this server.");
        }

        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (operation.IsEdit && form[Versions.Field] is [{ Length: > 0 } version])
        {
            http.Request.Headers.IfMatch = $"\"{version}\"";
        }

        if (operation.BodyType is not { } type)
        {
            return;
        }

        var members = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions.GetTypeInfo(type).Properties;
        var body = new JsonObject(members.Where(member => form.ContainsKey(member.Name) || http.Request.RouteValues.ContainsKey(member.Name))
            .Select(member => KeyValuePair.Create(member.Name, form.TryGetValue(member.Name, out var values) ? ValueOf(member, values) : http.Request.RouteValues[member.Name]?.ToString())));
        http.Request.Body = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(body));
        http.Request.ContentType = "application/json";
    }

    // A list has a field for each item, and an empty one where it may have none.
    private static JsonNode? ValueOf(JsonPropertyInfo member, StringValues values) => member.PropertyType switch
    {
        var its when its == typeof(IReadOnlyList<string>) => new JsonArray([.. values.Where(value => !string.IsNullOrEmpty(value)).Select(value => (JsonNode?)value)]),
        var its when its == typeof(bool?) && bool.TryParse(values, out var yes) => yes,
        _ => values.ToString(),
    };
}
