using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Reelway.Sandbox.Box;

/// <summary>Which path and method leads to which endpoint, and what all of them have in common.</summary>
internal sealed class BoxRoutes(
    BoxTokens tokens, BoxQuota quota, Func<DateTimeOffset> now, BoxTokenEndpoint token, BoxFolderEndpoints folders, BoxFileEndpoints files, BoxUploadEndpoints uploads,
    BoxSessionEndpoints sessions, BoxMetadataEndpoints metadata, BoxWebhookEndpoints webhooks)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/oauth2/token", http =>
        {
            ShowTime(http);
            return token.AnswerAsync(http);
        });
        routes.MapGet("/dl/{key}", files.SendAsync);
        MapApi(routes.MapGroup("/2.0"));
        MapUploads(routes.MapGroup("/api/2.0"));
        routes.Map("/{**path}", http => RunAsync(http, static _ => throw BoxException.NotFound()));
    }

    private void MapApi(RouteGroupBuilder api)
    {
        Map(api, "GET", "/users/me", request => Task.FromResult(new BoxReply(200, request.Shown(request.User.ToJson()))));
        Map(api, "POST", "/folders", folders.CreateAsync);
        Map(api, "GET", "/folders/{id}", folders.GetAsync);
        Map(api, "PUT", "/folders/{id}", folders.ChangeAsync);
        Map(api, "GET", "/folders/{id}/items", folders.ListAsync);
        Map(api, "OPTIONS", "/files/content", uploads.PreflightAsync);
        Map(api, "GET", "/files/{id}", files.GetAsync);
        Map(api, "PUT", "/files/{id}", files.ChangeAsync);
        Map(api, "DELETE", "/files/{id}", files.DeleteAsync);
        Map(api, "GET", "/files/{id}/content", files.DownloadAsync);
        Map(api, "GET", "/files/{id}/metadata/{scope}/{template}", metadata.GetAsync);
        Map(api, "POST", "/files/{id}/metadata/{scope}/{template}", metadata.CreateAsync);
        Map(api, "PUT", "/files/{id}/metadata/{scope}/{template}", metadata.ChangeAsync);
        Map(api, "POST", "/webhooks", webhooks.CreateAsync);
        Map(api, "GET", "/webhooks", webhooks.ListAsync);
        Map(api, "GET", "/webhooks/{id}", webhooks.GetAsync);
        Map(api, "PUT", "/webhooks/{id}", webhooks.ChangeAsync);
        Map(api, "DELETE", "/webhooks/{id}", webhooks.DeleteAsync);
    }

    private void MapUploads(RouteGroupBuilder api)
    {
        Map(api, "POST", "/files/content", uploads.UploadAsync, isUpload: true);
        Map(api, "POST", "/files/{id}/content", uploads.UploadVersionAsync, isUpload: true);
        Map(api, "POST", "/files/upload_sessions", sessions.BeginAsync, isUpload: true);
        Map(api, "GET", "/files/upload_sessions/{session}", sessions.StatusAsync);
        Map(api, "PUT", "/files/upload_sessions/{session}", sessions.PutPartAsync);
        Map(api, "DELETE", "/files/upload_sessions/{session}", sessions.AbortAsync);
        Map(api, "GET", "/files/upload_sessions/{session}/parts", sessions.ListPartsAsync);
        Map(api, "POST", "/files/upload_sessions/{session}/commit", sessions.CommitAsync);
    }

    private void Map(RouteGroupBuilder api, string method, string path, Func<BoxRequest, Task<BoxReply>> endpoint, bool isUpload = false)
        => api.MapMethods(path, [method], http => RunAsync(http, endpoint, isUpload));

    private async Task RunAsync(HttpContext http, Func<BoxRequest, Task<BoxReply>> endpoint, bool isUpload = false)
    {
        ShowTime(http);
        try
        {
            var user = tokens.UserOf(http.Request);
            quota.Count(user, isUpload: false);
            if (isUpload)
            {
                quota.Count(user, isUpload: true);
            }

            await (await endpoint(new BoxRequest(http, user))).WriteAsync(http);
        }
        catch (BoxException refusal)
        {
            await refusal.WriteAsync(http);
        }
    }

    private void ShowTime(HttpContext http) => http.Response.Headers.Date = now().ToString("R", CultureInfo.InvariantCulture);
}
