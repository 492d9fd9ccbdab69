using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Reelway.Sandbox.Box;

/// <summary>Files in one piece, and the question whether one would be taken.</summary>
internal sealed class BoxUploadEndpoints(BoxWorld world, BoxDeliveries deliveries)
{
    private const int LongestAttributes = 64 * 1024;

    public async Task<BoxReply> PreflightAsync(BoxRequest request)
    {
        var body = await request.BodyAsync();
        world.EnsureFree(world.Get(BoxRequest.Text(body, "parent", "id"), isFolder: true, request.User), BoxRequest.Text(body, "name"));
        return new BoxReply(200, new JsonObject { ["upload_url"] = $"{request.Base}/api/2.0/files/content", ["upload_token"] = null });
    }

    public async Task<BoxReply> UploadAsync(BoxRequest request)
    {
        var (attributes, content) = await ReadAsync(request);
        var folder = world.Get(BoxRequest.Text(attributes, "parent", "id"), isFolder: true, request.User);
        var file = world.AddFile(folder, BoxRequest.Text(attributes, "name"), content, request.User);
        deliveries.Announce("FILE.UPLOADED", file, request.User);
        return Uploaded(request, file);
    }

    public async Task<BoxReply> UploadVersionAsync(BoxRequest request)
    {
        var file = world.Get(request.Route("id"), isFolder: false, request.User);
        BoxFileEndpoints.EnsureMatch(request, file);
        var (_, content) = await ReadAsync(request);
        world.AddVersion(file, content, request.User);
        deliveries.AnnounceVersion(file, request.User);
        return Uploaded(request, file);
    }

    private BoxReply Uploaded(BoxRequest request, BoxItem file) => new(201, new JsonObject { ["total_count"] = 1, ["entries"] = new JsonArray(request.Shown(world.Full(file))) });

    private async Task<(JsonObject Attributes, BoxContent Content)> ReadAsync(BoxRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.Http.Request.ContentType, out var type) || type.MediaType != "multipart/form-data" || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 } boundary)
        {
            throw BoxException.Bad("The content type must be multipart/form-data");
        }

        var reader = new MultipartReader(boundary, request.Http.Request.Body);
        JsonObject? attributes = null;
        while (await reader.ReadNextSectionAsync(request.Gone) is { } section)
        {
            var name = ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) ? HeaderUtilities.RemoveQuotes(disposition.Name).Value : null;
            if (name == "attributes")
            {
                attributes = await AttributesAsync(section, request.Gone);
            }
            else if (disposition?.FileName.HasValue == true)
            {
                if (attributes is null)
                {
                    throw BoxException.Bad("Metadata part must precede the file contents", "metadata_after_file_contents");
                }

                var piece = await BoxPiece.StoreAsync(section.Body, world.NewFile(), request.Gone);
                return request.Header("Content-MD5") is not { Length: > 0 } sha1 || sha1.Equals(piece.Sha1, StringComparison.OrdinalIgnoreCase)
                    ? (attributes, BoxContent.Of(piece))
                    : throw BoxException.Bad("The specified content-md5 did not match what we received", "bad_digest");
            }
        }

        throw BoxException.Bad("The file part is missing");
    }

    private static async Task<JsonObject> AttributesAsync(MultipartSection section, CancellationToken gone)
    {
        try
        {
            var text = new byte[LongestAttributes];
            var count = await section.Body.ReadAtLeastAsync(text, text.Length, throwOnEndOfStream: false, gone);
            return JsonNode.Parse(text.AsSpan(0, count)) as JsonObject ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw BoxException.Bad("The attributes are no JSON object");
        }
    }
}
