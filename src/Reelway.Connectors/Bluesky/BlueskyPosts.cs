using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Reelway.Connectors.Posting;

namespace Reelway.Connectors.Bluesky;

/// <summary>Posts of one account of Bluesky.</summary>
public sealed class BlueskyPosts : IPostPublisher, IDisposable
{
    /// <summary>The kind of record that a post is.</summary>
    internal const string Collection = "app.bsky.feed.post";

    internal const string CheckCall = "begin a session";

    private const int MostPictures = 4;
    private const long LargestPicture = 2_000_000;
    private const long LargestVideo = 100_000_000;
    private const int LongestAltText = 2000;
    private static readonly string[] Kinds = ["image/jpeg", "image/png", "image/webp", "image/gif", "video/mp4"];

    private readonly BlueskyClient _client;
    private readonly TimeProvider _clock;

    private BlueskyPosts(BlueskyOptions options, ConnectorHttp http) => (_client, _clock) = (new BlueskyClient(options, http), http.Clock);

    /// <inheritdoc/>
    /// <remarks>A post's name is its key's, so that it can be sent again at any time.</remarks>
    public PostNetwork Network { get; } = new(BlueskyConnector.Platform, BlueskyConnector.Name) { HasThreads = true, HasComments = true, RepeatsFor = TimeSpan.FromDays(30) };

    internal BlueskyClient Client => _client;

    /// <summary>The posts of a connection with these options.</summary>
    public static BlueskyPosts Create(BlueskyOptions options, ConnectorHttp http)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(http);
        return new BlueskyPosts(options, http);
    }

    /// <inheritdoc/>
    public TextCount Count(OutgoingPost post)
    {
        ArgumentNullException.ThrowIfNull(post);
        return new TextCount(BlueskyText.Length(post.Text), BlueskyText.Longest);
    }

    /// <inheritdoc/>
    public IReadOnlyList<PostProblem> Check(OutgoingPost post)
    {
        ArgumentNullException.ThrowIfNull(post);
        var (length, bytes) = (BlueskyText.Length(post.Text), Encoding.UTF8.GetByteCount(post.Text));
        var problems = new List<PostProblem>();
        if (string.IsNullOrWhiteSpace(post.Text) && post.Media.Count == 0)
        {
            problems.Add(new("message", "The message is empty."));
        }
        else if (length > BlueskyText.Longest || bytes > BlueskyText.LongestBytes)
        {
            problems.Add(new("message", $"The message counts {length} on Bluesky and has {bytes} bytes, and at most {BlueskyText.Longest} and {BlueskyText.LongestBytes} are taken: shorten it."));
        }

        if (post.Media.Count > MostPictures || (post.Media.Count > 1 && post.Media.Any(media => media.IsVideo)))
        {
            problems.Add(new("media", $"Bluesky takes up to {MostPictures} pictures, or one video: leave some out."));
        }

        foreach (var (at, one) in post.Media.Index())
        {
            var most = one.IsVideo ? LargestVideo : LargestPicture;
            if (!Kinds.Contains(one.ContentType, StringComparer.OrdinalIgnoreCase))
            {
                problems.Add(new($"media/{at}", $"Bluesky takes JPEG, PNG, WebP and GIF pictures, and MP4 videos, and this is {one.ContentType}: convert it."));
            }
            else if (one.Bytes > most)
            {
                problems.Add(new($"media/{at}", $"Bluesky takes at most {most} bytes of such a file, and this has {one.Bytes}: make it smaller."));
            }

            if (one.AltText?.Length > LongestAltText)
            {
                problems.Add(new($"media/{at}/alt", $"Bluesky shows at most {LongestAltText} characters that say what is shown: shorten it."));
            }
        }

        return problems;
    }

    /// <inheritdoc/>
    public async Task<string> UploadAsync(PostMedia media, Stream content, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(media);
        ArgumentNullException.ThrowIfNull(content);
        var answer = await _client.UploadAsync(
            "upload a file", () => new FileWindow(BlueskyConnector.Name, content, 0, content.Length) { Headers = { ContentType = new MediaTypeHeaderValue(media.ContentType) } }, cancellation);
        return _client.Read(answer, BlueskyJson.Default.BlobReply).Blob is { ValueKind: JsonValueKind.Object } blob ? blob.GetRawText() : throw _client.Faults.Malformed(answer);
    }

    /// <inheritdoc/>
    /// <remarks>A picture is ready at once; a video is worked on after it is posted.</remarks>
    public Task<MediaState> StateAsync(PostMedia media, CancellationToken cancellation) => Task.FromResult(MediaState.Ready);

    /// <inheritdoc/>
    public async Task<PublishedPost> PublishAsync(OutgoingPost post, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(post);
        var (did, handle) = await _client.AccountAsync(cancellation);
        var name = NameOf(post);
        if (post.MayBeOut is not null && await FindRecordAsync(did, name, cancellation) is not null)
        {
            return Published(did, handle, name);
        }

        var record = new PostRecord(post.Text, _clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture))
        {
            Facets = BlueskyText.Facets(post.Text) is { Count: > 0 } facets ? facets : null,
            Reply = post.InReplyTo is { } parent ? await ReplyToAsync(parent, cancellation) : null,
            Embed = Shown(post.Media),
        };
        var answer = await _client.PostAsync(
            "post on Bluesky", "com.atproto.repo.putRecord", CallEffect.Once, new PutRecord(did, Collection, name, record), BlueskyJson.Default.PutRecord, cancellation);
        return _client.Read(answer, BlueskyJson.Default.RecordReply).Uri is { Length: > 0 } ? Published(did, handle, name) : throw _client.Faults.Malformed(answer);
    }

    /// <inheritdoc/>
    public async Task<PublishedPost?> FindAsync(OutgoingPost post, DateTimeOffset since, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(post);
        var (did, handle) = await _client.AccountAsync(cancellation);
        if (post.Key is not null)
        {
            var name = NameOf(post);
            return await FindRecordAsync(did, name, cancellation) is { Value: { } value } && value.CreatedAt >= since ? Published(did, handle, name) : null;
        }

        var answer = await _client.GetAsync("read the account's newest posts", $"com.atproto.repo.listRecords?repo={Uri.EscapeDataString(did)}&collection={Collection}&limit=50", cancellation);
        var rows = _client.Read(answer, BlueskyJson.Default.RecordsReply).Records ?? throw _client.Faults.Malformed(answer);
        var found = rows.FirstOrDefault(row => row?.Value?.Text == post.Text && row.Value.CreatedAt >= since && row.Value.Reply?.Parent?.Uri == post.InReplyTo && row.Uri is not null);
        return found is null ? null : Published(did, handle, RecordId.Require(found.Uri!).Name);
    }

    /// <inheritdoc/>
    public Task EditAsync(string id, string text, CancellationToken cancellation)
        => throw PostFaults.NotOffered(BlueskyConnector.Name, "a post on Bluesky can't be changed: delete it and send another one");

    /// <inheritdoc/>
    public async Task DeleteAsync(string id, CancellationToken cancellation)
    {
        var record = RecordId.Require(id);
        await _client.PostAsync(
            $"delete post {id}", "com.atproto.repo.deleteRecord", CallEffect.Repeatable, new DeleteRecord(record.Repo, Collection, record.Name), BlueskyJson.Default.DeleteRecord, cancellation);
    }

    /// <inheritdoc/>
    public async Task<PostMeasure> MeasureAsync(string id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(id);
        var answer = await _client.GetAsync($"read the figures of post {id}", $"app.bsky.feed.getPosts?uris={Uri.EscapeDataString(id)}", cancellation);
        var posts = _client.Read(answer, BlueskyJson.Default.PostsReply).Posts ?? throw _client.Faults.Malformed(answer);
        return posts is [{ } seen, ..] ? new PostMeasure(seen.LikeCount, seen.RepostCount, seen.ReplyCount) { Unread = "Bluesky counts neither views nor clicks." } : throw BlueskyFaults.Gone(id);
    }

    public void Dispose() => _client.Dispose();

    /// <summary>The harmless call.</summary>
    internal static async Task<ConnectionCheck> CheckAsync(BlueskyOptions options, ConnectionClients clients, CancellationToken cancellation)
        => new() { Call = CheckCall, Identity = "@" + (await ((BlueskyPosts)clients.Get<IPostPublisher>())._client.AccountAsync(cancellation)).Handle };

    private string NameOf(OutgoingPost post) => post.Key is { } key ? BlueskyKey.Of(key) : BlueskyKey.New(_clock.GetUtcNow());

    private async Task<RecordReply?> FindRecordAsync(string repo, string name, CancellationToken cancellation)
    {
        try
        {
            var answer = await _client.GetAsync(
                "look for a post", $"com.atproto.repo.getRecord?repo={Uri.EscapeDataString(repo)}&collection={Collection}&rkey={Uri.EscapeDataString(name)}", cancellation);
            return _client.Read(answer, BlueskyJson.Default.RecordReply) is { Uri.Length: > 0, Cid.Length: > 0 } record ? record : throw _client.Faults.Malformed(answer);
        }
        catch (ConnectorException fault) when (fault.RemoteCode == PostFaults.Gone)
        {
            return null;
        }
    }

    // A reply names the post that it answers, and the first one of the thread.
    private async Task<PostReply> ReplyToAsync(string parent, CancellationToken cancellation)
    {
        var id = RecordId.Require(parent);
        var record = await FindRecordAsync(id.Repo, id.Name, cancellation) ?? throw BlueskyFaults.Gone(parent);
        var name = new RecordName(record.Uri!, record.Cid!);
        return new PostReply(record.Value?.Reply?.Root ?? name, name);
    }

    private static JsonElement? Shown(IReadOnlyList<PostMedia> media) => media switch
    {
        [] => null,
        [{ IsVideo: true } video] => JsonSerializer.SerializeToElement(new ShownVideo(BlobOf(video), video.AltText), BlueskyJson.Default.ShownVideo),
        _ => JsonSerializer.SerializeToElement(new ShownImages([.. media.Select(one => new ShownImage(one.AltText ?? "", BlobOf(one)))]), BlueskyJson.Default.ShownImages),
    };

    private static JsonElement BlobOf(PostMedia media) => JsonDocument.Parse(media.Asset!).RootElement.Clone();

    private static PublishedPost Published(string did, string handle, string name)
        => new($"at://{did}/{Collection}/{name}", new Uri($"https://bsky.app/profile/{Uri.EscapeDataString(handle)}/post/{Uri.EscapeDataString(name)}"));

    /// <summary>What an address of a record names.</summary>
    private sealed record RecordId(string Repo, string Name)
    {
        public static RecordId Require(string address)
            => address.Split('/') is ["at:", "", { Length: > 0 } repo, Collection, { Length: > 0 } name] ? new RecordId(repo, name)
                : throw new ConnectorException(BlueskyConnector.Name, CallFault.Permanent, $"\"{address}\" names no post; it looks like at://did:plc:…/{Collection}/…");
    }
}
