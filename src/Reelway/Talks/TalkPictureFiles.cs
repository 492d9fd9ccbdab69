using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Reelway.Hosting.Web;
using Reelway.Talks.Sources;

namespace Reelway.Talks;

/// <summary>Sends the pictures of talks.</summary>
internal static class TalkPictureFiles
{
    private static readonly ProblemKind None = new(404, "picture-not-found", "There is no such picture");

    public static Results<PhysicalFileHttpResult, ProblemHttpResult> Send(TalkRow row, string kind, HttpContext http)
    {
        var pictures = TalkPictures.Read(row.Pictures);
        var uri = kind == TalkPictures.PosterKind ? pictures?.Poster?.File : pictures?.Strip?.File;
        if (uri is null || FileRecording.PathOf(uri) is not { } path)
        {
            return None.With($"The talk \"{row.Title}\" has no {kind}; the log of its run says why.");
        }

        var file = new FileInfo(path);
        if (!file.Exists)
        {
            return None.With($"The library has no {uri} any more. Put it back, or do without.");
        }

        // A new clip of the talk has new pictures at the same address: kept, but asked for each time whether it is still the same.
        http.Response.Headers.CacheControl = "private, no-cache";
        return TypedResults.PhysicalFile(
            path, TalkPictures.ContentType, lastModified: file.LastWriteTimeUtc, entityTag: new EntityTagHeaderValue($"\"{file.Length:x}-{file.LastWriteTimeUtc.Ticks:x}\""));
    }
}
