using System.Net.Http.Headers;
using Reelway.Connectors.Posting;

namespace Reelway.Connectors.LinkedIn;

/// <summary>Pictures and videos: what LinkedIn takes, and how they get there.</summary>
internal sealed class LinkedInMedia(LinkedInOptions options, LinkedInClient client, LinkedInAccount account)
{
    private const int MostPictures = 20;
    private const int LongestAltText = 4086;
    private const long SmallestVideo = 75 * 1024;
    private const long LargestVideo = 500 * 1024 * 1024;

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);
    private static readonly string[] Pictures = ["image/jpeg", "image/png", "image/gif"];

    /// <summary>What LinkedIn would refuse of a post's media.</summary>
    public static IEnumerable<PostProblem> Check(OutgoingPost post)
    {
        if (post is { InReplyTo: not null, Media.Count: > 0 })
        {
            yield return new("media", "A comment on LinkedIn shows no media from here: leave it out.");
        }

        if (post.Media.Count > MostPictures || (post.Media.Count > 1 && post.Media.Any(media => media.IsVideo)))
        {
            yield return new("media", $"LinkedIn takes up to {MostPictures} pictures, or one video: leave some out.");
        }

        foreach (var (at, one) in post.Media.Index())
        {
            var isVideo = one.ContentType.Equals("video/mp4", StringComparison.OrdinalIgnoreCase);
            if (!isVideo && !Pictures.Contains(one.ContentType, StringComparer.OrdinalIgnoreCase))
            {
                yield return new($"media/{at}", $"LinkedIn takes JPEG, PNG and GIF pictures, and MP4 videos, and this is {one.ContentType}: convert it.");
            }
            else if (isVideo && one.Bytes is < SmallestVideo or > LargestVideo)
            {
                yield return new($"media/{at}", $"LinkedIn takes videos of {SmallestVideo / 1024} KiB to {LargestVideo / 1024 / 1024} MiB, and this has {one.Bytes / 1024} KiB.");
            }

            if (one.AltText?.Length > LongestAltText)
            {
                yield return new($"media/{at}/alt", $"LinkedIn takes at most {LongestAltText} characters that say what a picture shows: shorten it.");
            }
        }
    }

    /// <summary>What a post shows; null for nothing.</summary>
    public static ShareContent? Shown(IReadOnlyList<PostMedia> media) => media switch
    {
        [] => null,
        [var one] => new ShareContent(Shown(one), null),
        _ => new ShareContent(null, new ShareImages([.. media.Select(Shown)])),
    };

    public Task<string> UploadAsync(PostMedia media, Stream content, CancellationToken cancellation)
        => media.IsVideo ? VideoAsync(content, cancellation) : PictureAsync(content, cancellation);

    /// <remarks>A person's token may not ask; a post that comes too soon is then refused for a minute, and nothing is out.</remarks>
    public async Task<MediaState> StateAsync(PostMedia media, CancellationToken cancellation)
    {
        if (options.IsPerson)
        {
            return MediaState.Ready;
        }

        var kind = media.IsVideo ? "videos" : "images";
        var answer = await account.WithTokenAsync(
            token => client.SendAsync("ask how far an upload is", HttpMethod.Get, $"{kind}/{Uri.EscapeDataString(media.Asset!)}", token, CallEffect.None, null, cancellation), cancellation);
        var asset = client.Read(answer, LinkedInJson.Default.AssetReply);
        return asset.Status switch
        {
            "AVAILABLE" => MediaState.Ready,
            "PROCESSING_FAILED" => throw client.Faults.Own($"LinkedIn could not use an uploaded file: {asset.ProcessingFailureReason ?? "it does not say why"}; look at the file", PostFaults.MediaRefused),
            null or "" => throw client.Faults.Malformed(answer),
            _ => new MediaState(IsReady: false, Look),
        };
    }

    private async Task<string> PictureAsync(Stream content, CancellationToken cancellation)
    {
        var author = await account.AuthorAsync(cancellation);
        return await account.WithTokenAsync(
            async token =>
            {
                var answer = await client.PostAsync(
                    "begin the upload of a picture", "images?action=initializeUpload", token, CallEffect.Repeatable, null, new ImageStart(new(author)), LinkedInJson.Default.ImageStart, cancellation);
                var begun = client.Read(answer, LinkedInJson.Default.ImageStartReply).Value;
                var url = client.UploadUrl(answer, begun?.UploadUrl);
                await client.PutAsync("upload a picture", url, token, () => Piece(content, 0, content.Length), cancellation);
                return begun?.Image is { Length: > 0 } image ? image : throw client.Faults.Malformed(answer);
            },
            cancellation);
    }

    private async Task<string> VideoAsync(Stream content, CancellationToken cancellation)
    {
        var author = await account.AuthorAsync(cancellation);
        var start = new VideoStart(new(author, content.Length));
        var answer = await account.WithTokenAsync(
            token => client.PostAsync("begin the upload of a video", "videos?action=initializeUpload", token, CallEffect.Repeatable, null, start, LinkedInJson.Default.VideoStart, cancellation), cancellation);
        if (client.Read(answer, LinkedInJson.Default.VideoStartReply).Value is not { Video.Length: > 0, UploadInstructions: { Count: > 0 } pieces } begun || pieces.Any(piece => !Fits(piece, content.Length)))
        {
            throw client.Faults.Malformed(answer);
        }

        var parts = new List<string>(pieces.Count);
        foreach (var piece in pieces)
        {
            // The address lets in; with a token LinkedIn refuses it. What it calls the piece is given back in the order of the pieces: else the video is scrambled.
            var put = await client.PutAsync(
                $"upload bytes {piece.FirstByte} to {piece.LastByte} of a video", client.UploadUrl(answer, piece.UploadUrl), token: null,
                () => Piece(content, piece.FirstByte, piece.LastByte - piece.FirstByte + 1), cancellation);
            parts.Add(put.Header("ETag") is { Length: > 0 } etag ? etag : throw client.Faults.Malformed(put));
        }

        var end = new VideoEnd(new(begun.Video, begun.UploadToken ?? "", parts));
        await account.WithTokenAsync(
            token => client.PostAsync("end the upload of a video", "videos?action=finalizeUpload", token, CallEffect.Repeatable, null, end, LinkedInJson.Default.VideoEnd, cancellation), cancellation);
        return begun.Video;
    }

    private static bool Fits(VideoPiece? piece, long length) => piece is { FirstByte: >= 0 } && piece.LastByte >= piece.FirstByte && piece.LastByte < length;

    private static ShareMedia Shown(PostMedia media) => new(media.Asset!, string.IsNullOrWhiteSpace(media.AltText) ? null : media.AltText);

    private static FileWindow Piece(Stream content, long from, long bytes)
        => new(LinkedInConnector.Name, content, from, bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };
}
