using System.Text;
using Reelway.Connectors.Posting;

namespace Reelway.Connectors.Facebook;

/// <summary>Posts on one page of Facebook.</summary>
public sealed class FacebookPosts : IPostPublisher, IDisposable
{
    private const int Longest = 63_206;
    private const int MostPhotos = 10;
    private const long LargestPhoto = 10 * 1024 * 1024;
    private static readonly string[] Photos = ["image/jpeg", "image/png", "image/bmp", "image/gif", "image/tiff"];

    private readonly FacebookOptions _options;
    private readonly FacebookPages _pages;
    private string? _pageId;

    private FacebookPosts(FacebookOptions options, ConnectionTools tools) => (_options, _pages) = (options, FacebookPages.Create(options, tools));

    /// <inheritdoc/>
    public PostNetwork Network { get; } = new(FacebookConnector.Platform, FacebookConnector.Name) { CanEdit = true, HasComments = true };

    /// <summary>The posts of a connection with these options.</summary>
    public static FacebookPosts Create(FacebookOptions options, ConnectionTools tools)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(tools);
        return new FacebookPosts(options, tools);
    }

    /// <inheritdoc/>
    public TextCount Count(OutgoingPost post)
    {
        ArgumentNullException.ThrowIfNull(post);
        return new TextCount(post.Text.Length, Longest);
    }

    /// <inheritdoc/>
    public IReadOnlyList<PostProblem> Check(OutgoingPost post)
    {
        ArgumentNullException.ThrowIfNull(post);
        var problems = new List<PostProblem>();
        if (string.IsNullOrWhiteSpace(post.Text) && (post.Media.Count == 0 || post.InReplyTo is not null))
        {
            problems.Add(new("message", "The message is empty."));
        }
        else if (post.Text.Length > Longest)
        {
            problems.Add(new("message", $"The message has {post.Text.Length} characters, and Facebook takes at most {Longest}: shorten it."));
        }

        problems.AddRange(CheckMedia(post));
        return problems;
    }

    /// <inheritdoc/>
    public async Task<string> UploadAsync(PostMedia media, Stream content, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(media);
        ArgumentNullException.ThrowIfNull(content);
        var page = await PageAsync(cancellation);
        return media.IsVideo ? (await VideoAsync(page, content, cancellation)).ToString() : await _pages.UploadPhotoAsync(page, media, content, cancellation);
    }

    /// <inheritdoc/>
    /// <remarks>A photo is ready at once; a video is worked on after it is published.</remarks>
    public Task<MediaState> StateAsync(PostMedia media, CancellationToken cancellation) => Task.FromResult(MediaState.Ready);

    /// <inheritdoc/>
    public async Task<PublishedPost> PublishAsync(OutgoingPost post, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(post);
        var page = await PageAsync(cancellation);
        try
        {
            if (post.InReplyTo is { } parent)
            {
                return Published(await _pages.CommentAsync(page, parent, post.Text, cancellation));
            }

            if (VideoOf(post) is { } video)
            {
                await _pages.FinishUploadAsync(page, video.Session, new VideoDetails("", post.Text), cancellation);
                return PublishedVideo(page, video.Video);
            }

            return Published(await _pages.PostToFeedAsync(page, new FeedPost(post.Text, null) { Photos = [.. post.Media.Select(media => media.Asset!)] }, cancellation));
        }
        catch (ConnectorException fault) when (fault.RemoteCode == GraphCodes.Duplicate)
        {
            throw new ConnectorException(fault) { RemoteCode = PostFaults.Duplicate };
        }
    }

    /// <inheritdoc/>
    public async Task<PublishedPost?> FindAsync(OutgoingPost post, DateTimeOffset since, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(post);
        var page = await PageAsync(cancellation);
        if (post.InReplyTo is null && VideoOf(post) is { } video)
        {
            // Known by its id from the start: it is out when its upload has been finished.
            return await _pages.FindVideoAsync(page, video.Video, cancellation) is { Status: not (FacebookVideoStatus.Uploading or FacebookVideoStatus.Expired) }
                ? PublishedVideo(page, video.Video) : null;
        }

        var rows = await _pages.NewestAsync(page, post.InReplyTo, cancellation);
        var wanted = Comparable(post.Text);
        return rows.FirstOrDefault(row => row.Id is { Length: > 0 } && row.CreatedTime >= since && Comparable(row.Message ?? "") == wanted) is { } found ? Published(found.Id!) : null;
    }

    /// <inheritdoc/>
    public async Task EditAsync(string id, string text, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(id);
        var page = await PageAsync(cancellation);
        await (IsVideo(id) ? _pages.UpdateVideoAsync(page, id, name: null, text, cancellation) : _pages.ChangePostAsync(page, id, text, cancellation));
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(id);
        await _pages.DeleteAsync(await PageAsync(cancellation), id, cancellation);
    }

    /// <inheritdoc/>
    public async Task<PostMeasure> MeasureAsync(string id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(id);
        var page = await PageAsync(cancellation);
        return await _pages.MeasureAsync(page, IsVideo(id) ? $"{page}_{id}" : id, cancellation);
    }

    public void Dispose() => _pages.Dispose();

    private static IEnumerable<PostProblem> CheckMedia(OutgoingPost post)
    {
        if (post is { InReplyTo: not null, Media.Count: > 0 })
        {
            yield return new("media", "A comment on Facebook shows no media from here: leave it out.");
        }

        if (post.Media.Count > MostPhotos || (post.Media.Count > 1 && post.Media.Any(media => media.IsVideo)))
        {
            yield return new("media", $"Facebook takes up to {MostPhotos} photos, or one video: leave some out.");
        }

        foreach (var (at, one) in post.Media.Index())
        {
            if (!one.IsVideo && !Photos.Contains(one.ContentType, StringComparer.OrdinalIgnoreCase))
            {
                yield return new($"media/{at}", $"Facebook takes JPEG, PNG, BMP, GIF and TIFF photos, and videos, and this is {one.ContentType}: convert it.");
            }
            else if (!one.IsVideo && one.Bytes > LargestPhoto)
            {
                yield return new($"media/{at}", $"Facebook takes photos of at most {LargestPhoto / 1024 / 1024} MiB, and this has {one.Bytes / 1024 / 1024}: make it smaller.");
            }
        }
    }

    /// <summary>The page that posts go out on: the one that is set, else the only one that there is.</summary>
    private async Task<string> PageAsync(CancellationToken cancellation)
    {
        if (_pageId is { } known)
        {
            return known;
        }

        if (_options.Page is { Length: > 0 } wanted)
        {
            return _pageId = (await _pages.ResolvePageAsync(wanted, cancellation)).Id;
        }

        var pages = (await _pages.ListPagesAsync(cancellation)).Where(page => page.CanPublish).ToList();
        return pages is [var only] ? _pageId = only.Id : throw new ConnectorException(
            FacebookConnector.Name, CallFault.Permanent,
            pages.Count == 0 ? $"no page of connection {_options.Connection} can be published on: log in again and select the page, with the right to create content"
                : $"connection {_options.Connection} has several pages ({string.Join(", ", pages.Select(page => page.Username ?? page.Id))}): set its page to the one that posts go out on");
    }

    private async Task<VideoAsset> VideoAsync(string page, Stream content, CancellationToken cancellation)
    {
        var session = await _pages.StartUploadAsync(page, content.Length, cancellation);
        for (var window = session.Window; !window.IsComplete;)
        {
            window = await _pages.TransferAsync(page, session.SessionId, window, content, cancellation);
        }

        return new VideoAsset(session.SessionId, session.VideoId);
    }

    private static VideoAsset? VideoOf(OutgoingPost post)
        => post.Media is [{ IsVideo: true, Asset: { } asset }] && asset.Split('/') is [var session, var video] ? new VideoAsset(session, video) : null;

    // Of posts and comments the page's, or the post's, id is a part.
    private static bool IsVideo(string id) => !id.Contains('_', StringComparison.Ordinal);

    private static PublishedPost Published(string id) => new(id, new Uri($"https://www.facebook.com/{Uri.EscapeDataString(id)}"));

    private static PublishedPost PublishedVideo(string page, string video) => new(video, new Uri($"https://www.facebook.com/{Uri.EscapeDataString(page)}/videos/{Uri.EscapeDataString(video)}/"));

    private static string Comparable(string text) => text.Normalize(NormalizationForm.FormC).ReplaceLineEndings("\n").Trim();

    /// <summary>A video whose bytes are there, and which is published when its upload is finished.</summary>
    private sealed record VideoAsset(string Session, string Video)
    {
        public override string ToString() => $"{Session}/{Video}";
    }
}
