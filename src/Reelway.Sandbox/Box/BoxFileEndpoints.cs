using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Reelway.Sandbox.Box;

/// <summary>Files as they are, and their way down: over another host, which wants no token.</summary>
internal sealed class BoxFileEndpoints(BoxWorld world, BoxFolderEndpoints folders, BoxDeliveries deliveries)
{
    private const string Host = "localhost";

    private readonly ConcurrentDictionary<string, BoxContent> _links = new(StringComparer.Ordinal);

    public Task<BoxReply> GetAsync(BoxRequest request) => Task.FromResult(new BoxReply(200, request.Shown(world.Full(File(request)))));

    public async Task<BoxReply> ChangeAsync(BoxRequest request)
    {
        var file = File(request);
        EnsureMatch(request, file);
        var body = await request.BodyAsync();
        var (name, parent, before) = (BoxRequest.Value<string>(body, "name"), folders.ParentOf(body, request), file.ParentId);
        world.Change(file, name, parent, request.User);
        Announce(file, name is not null, before, request.User);
        return new BoxReply(200, request.Shown(world.Full(file)));
    }

    public Task<BoxReply> DeleteAsync(BoxRequest request)
    {
        var file = File(request);
        EnsureMatch(request, file);
        deliveries.Announce("FILE.TRASHED", file, request.User);
        world.Remove(file);
        return Task.FromResult(new BoxReply(204));
    }

    public Task<BoxReply> DownloadAsync(BoxRequest request)
    {
        var file = File(request);
        if (request.Query("version") is { Length: > 0 } version && version != file.VersionId)
        {
            throw BoxException.NotFound();
        }

        if (file.Waits > 0)
        {
            file.Waits--;
            return Task.FromResult(new BoxReply(202) { RetryAfter = TimeSpan.FromSeconds(world.Settings.RetryAfterSeconds) });
        }

        var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        _links[key] = file.Content!;
        return Task.FromResult(new BoxReply(302) { Location = $"{request.Http.Request.Scheme}://{Host}:{request.Http.Request.Host.Port}/box/dl/{key}" });
    }

    /// <summary>The other host.</summary>
    public async Task SendAsync(HttpContext http)
    {
        var (request, response) = (http.Request, http.Response);
        if (request.Headers.Authorization.Count > 0 || !string.Equals(request.Host.Host, Host, StringComparison.Ordinal))
        {
            // A token that came here has leaked.
            response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        if (!_links.TryGetValue((string)request.RouteValues["key"]!, out var content))
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var (from, to) = (0L, content.Bytes - 1);
        if (RangeHeaderValue.TryParse(request.Headers.Range.ToString(), out var range) && range.Ranges is { Count: 1 } && range.Ranges.First() is { From: { } first } one)
        {
            if (first >= content.Bytes)
            {
                response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
                return;
            }

            (from, to) = (first, Math.Min(one.To ?? to, to));
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = $"bytes {from}-{to}/{content.Bytes}";
        }

        response.Headers.AcceptRanges = "bytes";
        response.ContentType = "application/octet-stream";
        response.ContentLength = to - from + 1;
        await content.CopyAsync(response.Body, from, to - from + 1, http.RequestAborted);
    }

    /// <summary>Tells of a file that has another name, another place, or both: what comes into a folder is uploaded there to those who watch it.</summary>
    public void Announce(BoxItem file, bool isRenamed, string? before, BoxUser by)
    {
        if (isRenamed)
        {
            deliveries.Announce("FILE.RENAMED", file, by);
        }

        if (file.ParentId != before)
        {
            deliveries.Announce("FILE.MOVED", file, by);
            deliveries.Announce("FILE.UPLOADED", file, by);
        }
    }

    public void Reset() => _links.Clear();

    public static void EnsureMatch(BoxRequest request, BoxItem item)
    {
        if (request.Header("If-Match") is { Length: > 0 } etag && etag.Trim('"') != $"{item.Etag}")
        {
            throw new BoxException(412, "precondition_failed", "The resource has been modified. Please retrieve the resource again and retry");
        }
    }

    private BoxItem File(BoxRequest request) => world.Get(request.Route("id"), isFolder: false, request.User);
}
