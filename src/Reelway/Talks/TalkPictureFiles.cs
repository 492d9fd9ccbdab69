using Microsoft.Net.Http.Headers;
using Reelway.Connectors.Aws;
using Reelway.Frame.Web;
using Reelway.Library;

namespace Reelway.Talks;

/// <summary>Sends the pictures of talks.</summary>
internal static class TalkPictureFiles
{
    internal static readonly ProblemKind None = new(404, "picture-not-found", "There is no such picture");

    public static async Task<IResult> SendAsync(
        TalkRow row, string kind, HttpContext http, MediaLibrary library, CancellationToken cancellation)
    {
        var pictures = TalkPictures.Read(row.Pictures);
        var uri = kind == TalkPictures.PosterKind ? pictures?.Poster?.File : pictures?.Strip?.File;
        // A new clip of the talk has new pictures at the same address: kept, but asked for each time whether it is still the same.
        http.Response.Headers.CacheControl = "private, no-cache";
        if (uri is null)
        {
            throw None.Because($"The talk \"{row.Title}\" has no {kind}; the log of its run says why.");
        }

        if (await library.FindObjectAsync(uri, cancellation) is { } found)
        {
            return TypedResults.Stream(library.Open(found), TalkPictures.ContentType, entityTag: TagOf(found));
        }

        if (FileUri.Parse(uri) is not { } path || new FileInfo(path) is not { Exists: true } file)
        {
            throw None.Because($"The library has no {uri} any more. Put it back, or do without.");
        }

        return TypedResults.PhysicalFile(
            path, TalkPictures.ContentType, lastModified: file.LastWriteTimeUtc, entityTag: new EntityTagHeaderValue($"\"{file.Length:x}-{file.LastWriteTimeUtc.Ticks:x}\""));
    }

    private static EntityTagHeaderValue? TagOf(BucketObject found) => found.ETag is { } etag ? new EntityTagHeaderValue($"\"{etag}\"") : null;
}
