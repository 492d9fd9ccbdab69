using System.Globalization;
using System.Net.Http.Headers;
using Reelway.Connectors.Posting;

namespace Reelway.Connectors.X;

/// <summary>Pictures and videos: what X takes, and how they get there. What is uploaded and not posted is forgotten within a day.</summary>
internal sealed class XMedia(XClient client)
{
    // X takes up to 5 MB in a piece and 1,000 pieces.
    private const int PieceBytes = 4 * 1024 * 1024;
    private const int MostPieces = 1000;

    private const int MostPictures = 4;
    private const long LargestPicture = 5 * 1024 * 1024;
    private const long LargestAnimation = 15 * 1024 * 1024;
    private const int LongestAltText = 1000;
    private const string Animation = "image/gif";

    private static readonly TimeSpan LeastWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MostWait = TimeSpan.FromMinutes(2);
    private static readonly string[] Pictures = ["image/jpeg", "image/png", "image/webp", Animation];
    private static readonly string[] Videos = ["video/mp4", "video/quicktime"];

    /// <summary>What X would refuse of a post's media.</summary>
    public static IEnumerable<PostProblem> Check(IReadOnlyList<PostMedia> media)
    {
        if (media.Count > MostPictures || (media.Count > 1 && media.Any(IsSingle)))
        {
            yield return new("media", $"X takes up to {MostPictures} pictures, or one GIF, or one video: leave some out, or make a thread.");
        }

        foreach (var (at, one) in media.Index())
        {
            var most = one.IsVideo ? (long)PieceBytes * MostPieces : IsAnimation(one) ? LargestAnimation : LargestPicture;
            if (!Pictures.Contains(one.ContentType, StringComparer.OrdinalIgnoreCase) && !Videos.Contains(one.ContentType, StringComparer.OrdinalIgnoreCase))
            {
                yield return new($"media/{at}", $"X takes JPEG, PNG, WebP and GIF pictures, and MP4 and MOV videos, and this is {one.ContentType}: convert it.");
            }
            else if (one.Bytes > most)
            {
                yield return new($"media/{at}", $"X takes at most {most / 1024 / 1024} MiB of such a file, and this has {one.Bytes / 1024 / 1024}: make it smaller.");
            }

            if (one.AltText?.Length > LongestAltText)
            {
                yield return new($"media/{at}/alt", $"X takes at most {LongestAltText} characters that say what a picture shows: shorten it.");
            }
        }
    }

    public async Task<string> UploadAsync(PostMedia media, Stream content, CancellationToken cancellation)
    {
        var id = IsSingle(media) ? await InPiecesAsync(media, content, cancellation) : await AtOnceAsync(media, content, cancellation);
        if (!string.IsNullOrWhiteSpace(media.AltText) && media.IsImage)
        {
            await client.PostAsync("say what a picture shows", "media/metadata", CallEffect.Repeatable, new MediaWords(id, new(new(media.AltText))), XJson.Default.MediaWords, cancellation);
        }

        return id;
    }

    public async Task<MediaState> StateAsync(PostMedia media, CancellationToken cancellation)
    {
        if (!IsSingle(media))
        {
            return MediaState.Ready;
        }

        var answer = await client.GetAsync("ask how far an upload is", $"media/upload?command=STATUS&media_id={Uri.EscapeDataString(media.Asset!)}", cancellation);
        var processing = client.Read(answer, XJson.Default.UploadReply) is { Data: { } data } ? data.ProcessingInfo : throw client.Faults.Malformed(answer);
        return processing?.State switch
        {
            null or "succeeded" => MediaState.Ready,
            "failed" => throw client.Faults.MediaRefused(processing.Error?.Message ?? processing.Error?.Name),
            _ => new MediaState(IsReady: false, WaitOf(processing.CheckAfterSecs)),
        };
    }

    private async Task<string> AtOnceAsync(PostMedia media, Stream content, CancellationToken cancellation)
    {
        var answer = await client.PostFileAsync(
            "upload a picture", "media/upload", [("media_category", "tweet_image"), ("media_type", media.ContentType)], () => Piece(content, 0, content.Length), cancellation);
        return IdIn(answer);
    }

    private async Task<string> InPiecesAsync(PostMedia media, Stream content, CancellationToken cancellation)
    {
        var category = media.IsVideo ? "tweet_video" : "tweet_gif";
        var begun = await client.PostAsync(
            "begin an upload", "media/upload/initialize", CallEffect.Repeatable, new NewUpload(media.ContentType, category, content.Length), XJson.Default.NewUpload, cancellation);
        var id = IdIn(begun);
        var path = $"media/upload/{Uri.EscapeDataString(id)}";
        for (var (index, at) = (0, 0L); at < content.Length; index++, at += PieceBytes)
        {
            var (from, length) = (at, Math.Min(PieceBytes, content.Length - at));
            await client.PostFileAsync(
                $"upload piece {index} of a file", $"{path}/append", [("segment_index", index.ToString(CultureInfo.InvariantCulture))], () => Piece(content, from, length), cancellation);
        }

        await client.SendEmptyAsync("end an upload", HttpMethod.Post, $"{path}/finalize", cancellation);
        return id;
    }

    private string IdIn(HttpAnswer answer) => client.Read(answer, XJson.Default.UploadReply).Data?.Id is { Length: > 0 } id ? id : throw client.Faults.Malformed(answer);

    private static FileWindow Piece(Stream content, long from, long length)
        => new(XConnector.Name, content, from, length) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };

    // One of these stands alone, and X works on it after the upload.
    private static bool IsSingle(PostMedia media) => media.IsVideo || IsAnimation(media);

    private static bool IsAnimation(PostMedia media) => media.ContentType.Equals(Animation, StringComparison.OrdinalIgnoreCase);

    private static TimeSpan WaitOf(double? seconds)
        => seconds is not { } named || double.IsNaN(named) || named <= LeastWait.TotalSeconds ? LeastWait
            : named >= MostWait.TotalSeconds ? MostWait : TimeSpan.FromSeconds(named);
}
