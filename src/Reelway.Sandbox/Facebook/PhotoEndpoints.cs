using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Reelway.Sandbox.Facebook;

/// <summary>Photos: those that are a post at once, and those that a post will show.</summary>
internal sealed class PhotoEndpoints(FacebookWorld world, Mentions mentions, TimeProvider time)
{
    private const long LargestPhoto = 10 * 1024 * 1024;

    public JsonObject Upload(GraphCall call, SandboxPage page)
    {
        call.RequirePublisher(page);
        var url = call.Find("url");
        if (call.File("source") is not { Length: > 0 } file)
        {
            throw new GraphException(url is null ? GraphError.InvalidParameter("The parameter source or url is required") : new GraphError("(#389) Unable to fetch file from URL.", 389));
        }

        if (file.Length > LargestPhoto)
        {
            throw new GraphException(new GraphError("(#100) Photos should be smaller than 10 MB and saved as JPG, PNG, GIF, TIFF, HEIF or WebP files.", 100, 1366046));
        }

        using var content = file.OpenReadStream();
        var photo = new SandboxPhoto(world.NextId(), page.Id, file.Length, Convert.ToHexStringLower(SHA256.HashData(content)), call.Find("alt_text_custom"));
        var published = call.FindSwitch("published") ?? true;
        world.Put(photo);
        if (!published)
        {
            return new JsonObject { ["id"] = photo.Id };
        }

        var caption = call.Find("caption") ?? "";
        var post = new SandboxPost($"{page.Id}_{world.NextId()}", page.Id, caption, null, [photo.Id], Published: true, null, mentions.In(caption), time.GetUtcNow());
        world.Post(post, _ => { });
        return new JsonObject { ["id"] = photo.Id, ["post_id"] = post.Id };
    }
}
