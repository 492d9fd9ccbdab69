using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Reelway.Sandbox.X;

/// <summary>The addresses of uploads. Only the look at how far one is still has a <c>command</c>.</summary>
internal static class XUploadRoutes
{
    public static void Map(
        IEndpointRouteBuilder routes, XUploads uploads, Func<HttpContext, Func<XSandboxAccount, HttpContext, XAnswer>, Task> read,
        Func<HttpContext, Func<XSandboxAccount, HttpContext, byte[], XAnswer>, Task> write)
    {
        routes.MapPost("/2/media/upload/initialize", context => write(context, (account, _, body) =>
        {
            var sent = ObjectIn(body);
            return uploads.Begin(account, TextOf(sent?["media_type"]), TextOf(sent?["media_category"]), sent?["total_bytes"] is JsonValue value && value.TryGetValue<long>(out var bytes) ? bytes : null);
        }));
        routes.MapPost("/2/media/upload/{id}/append", context => FormAsync(context, read, (account, http, form, file) => uploads.Append(account, IdOf(http), form["segment_index"], file)));
        routes.MapPost("/2/media/upload/{id}/finalize", context => write(context, (account, http, _) => uploads.End(account, IdOf(http))));
        routes.MapPost("/2/media/upload", context => FormAsync(context, read, (account, _, form, file) => uploads.Take(account, form["media_type"], form["media_category"], file)));
        routes.MapGet("/2/media/upload", context => read(context, (account, http) => http.Request.Query["command"] == "STATUS"
            ? uploads.Status(account, http.Request.Query["media_id"].ToString())
            : XAnswer.Invalid("`command` must be STATUS.", "command")));
        routes.MapPost("/2/media/metadata", context => write(context, (account, _, body) =>
        {
            var sent = ObjectIn(body);
            return uploads.Describe(account, TextOf(sent?["id"]) ?? "", TextOf(((sent?["metadata"] as JsonObject)?["alt_text"] as JsonObject)?["text"]));
        }));
    }

    private delegate XAnswer FormHandler(XSandboxAccount account, HttpContext http, IFormCollection form, ReadOnlySpan<byte> file);

    private static async Task FormAsync(HttpContext context, Func<HttpContext, Func<XSandboxAccount, HttpContext, XAnswer>, Task> read, FormHandler handle)
    {
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty;
        using var content = new MemoryStream();
        if (form.Files.GetFile("media") is { } file)
        {
            await file.CopyToAsync(content, context.RequestAborted);
        }

        await read(context, (account, http) => account.MayWrite ? handle(account, http, form, content.ToArray()) : XAnswer.ReadOnly);
    }

    private static string IdOf(HttpContext http) => (string)http.Request.RouteValues["id"]!;

    private static JsonObject? ObjectIn(byte[] body)
    {
        try
        {
            return JsonNode.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
