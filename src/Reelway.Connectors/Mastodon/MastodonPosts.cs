using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Reelway.Connectors.Posting;

namespace Reelway.Connectors.Mastodon;

/// <summary>Posts of one account on one instance of Mastodon.</summary>
public sealed class MastodonPosts : IPostPublisher
{
    internal const string CheckCall = "ask whose the access token is";

    private const int MostPictures = 4;
    private const int LongestAltText = 1500;
    private const string Statuses = "api/v1/statuses";

    // An instance knows a key for an hour; what is left is for the call itself.
    private static readonly TimeSpan KeysLast = TimeSpan.FromMinutes(50);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(3);

    private readonly MastodonOptions _options;
    private readonly HttpCalls _calls;
    private readonly MastodonFaults _faults;
    private string? _account;

    private MastodonPosts(MastodonOptions options, ConnectorHttp http)
    {
        var redactor = new Redactor(options.AccessToken);
        _options = options;
        _faults = new MastodonFaults(options, redactor);
        _calls = http.For(new HttpCallRules(MastodonConnector.Name, redactor, _faults.Of) { Connection = options.Connection });
    }

    /// <inheritdoc/>
    public PostNetwork Network { get; } = new(MastodonConnector.Platform, MastodonConnector.Name) { CanEdit = true, HasThreads = true, HasComments = true, RepeatsFor = KeysLast };

    /// <summary>The posts of a connection with these options.</summary>
    public static MastodonPosts Create(MastodonOptions options, ConnectorHttp http)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(http);
        return new MastodonPosts(options, http);
    }

    /// <inheritdoc/>
    public TextCount Count(OutgoingPost post)
    {
        ArgumentNullException.ThrowIfNull(post);
        return new TextCount(MastodonText.Length(post.Text), _options.LongestText);
    }

    /// <inheritdoc/>
    public IReadOnlyList<PostProblem> Check(OutgoingPost post)
    {
        ArgumentNullException.ThrowIfNull(post);
        var (length, most) = Count(post);
        var problems = new List<PostProblem>();
        if (string.IsNullOrWhiteSpace(post.Text) && post.Media.Count == 0)
        {
            problems.Add(new("message", "The message is empty."));
        }
        else if (length > most)
        {
            problems.Add(new("message", $"The message counts {length} on Mastodon, and the instance takes at most {most} (a link counts 23): shorten it."));
        }

        if (post.Media.Count > MostPictures || (post.Media.Count > 1 && post.Media.Any(media => media.IsVideo)))
        {
            problems.Add(new("media", $"Mastodon takes up to {MostPictures} pictures, or one video: leave some out."));
        }

        foreach (var (at, one) in post.Media.Index())
        {
            if (!one.IsImage && !one.IsVideo)
            {
                problems.Add(new($"media/{at}", $"Mastodon takes pictures and videos, and this is {one.ContentType}."));
            }

            if (one.AltText?.Length > LongestAltText)
            {
                problems.Add(new($"media/{at}/alt", $"Mastodon takes at most {LongestAltText} characters that say what is shown: shorten it."));
            }
        }

        return problems;
    }

    /// <inheritdoc/>
    public async Task<string> UploadAsync(PostMedia media, Stream content, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(media);
        ArgumentNullException.ThrowIfNull(content);
        List<(string, string)> fields = string.IsNullOrWhiteSpace(media.AltText) ? [] : [("description", media.AltText)];
        HttpContent Form() => FormParts.Of(
            fields, "file", new FileWindow(MastodonConnector.Name, content, 0, content.Length) { Headers = { ContentType = new MediaTypeHeaderValue(media.ContentType) } });
        var answer = await SendAsync("upload a file", HttpMethod.Post, "api/v2/media", CallEffect.Repeatable, _options.TransferTimeout, Form, null, cancellation);
        return Read(answer, MastodonJson.Default.MediaReply).Id is { Length: > 0 } id ? id : throw _faults.Malformed(answer);
    }

    /// <inheritdoc/>
    public async Task<MediaState> StateAsync(PostMedia media, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(media);
        var answer = await GetAsync("ask how far an upload is", $"api/v1/media/{Uri.EscapeDataString(media.Asset!)}", cancellation);
        return Read(answer, MastodonJson.Default.MediaReply) is { Id.Length: > 0 } seen ? seen.Url is { Length: > 0 } ? MediaState.Ready : new MediaState(IsReady: false, Look) : throw _faults.Malformed(answer);
    }

    /// <inheritdoc/>
    public async Task<PublishedPost> PublishAsync(OutgoingPost post, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(post);
        var status = new NewStatus(post.Text, post.Media.Count > 0 ? [.. post.Media.Select(media => media.Asset!)] : null, post.InReplyTo);
        // Hashed, since a header takes no text of any kind and length.
        var key = post.Key is null ? null : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(post.Key)));
        var answer = await SendJsonAsync("post on Mastodon", HttpMethod.Post, Statuses, CallEffect.Once, status, key, cancellation);
        return Published(Read(answer, MastodonJson.Default.StatusReply)) ?? throw _faults.Malformed(answer);
    }

    /// <inheritdoc/>
    public async Task<PublishedPost?> FindAsync(OutgoingPost post, DateTimeOffset since, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(post);
        var account = _account ??= (await WhoAsync(cancellation)).Id!;
        var answer = await GetAsync("read the account's newest posts", $"api/v1/accounts/{Uri.EscapeDataString(account)}/statuses?limit=40&exclude_reblogs=true", cancellation);
        var found = Read(answer, MastodonJson.Default.IReadOnlyListStatusReply)
            .FirstOrDefault(status => status?.CreatedAt >= since && status.InReplyToId == post.InReplyTo && MastodonText.IsSame(MastodonText.FromHtml(status.Content ?? ""), post.Text));
        return found is null ? null : Published(found);
    }

    /// <inheritdoc/>
    public async Task EditAsync(string id, string text, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(text);
        // What it shows is named again: left out, it would be taken away.
        var now = await ReadStatusAsync(id, cancellation);
        var media = now.MediaAttachments?.Select(one => one.Id).OfType<string>().ToList();
        await SendJsonAsync($"change post {id}", HttpMethod.Put, PathOf(id), CallEffect.Repeatable, new NewStatus(text, media is { Count: > 0 } ? media : null, null), null, cancellation);
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(id);
        try
        {
            await SendAsync($"delete post {id}", HttpMethod.Delete, PathOf(id), CallEffect.Repeatable, _options.CallTimeout, static () => null, null, cancellation);
        }
        catch (ConnectorException fault) when (fault.RemoteCode == PostFaults.Gone)
        {
            // Somebody, or an earlier attempt, was first.
        }
    }

    /// <inheritdoc/>
    public async Task<PostMeasure> MeasureAsync(string id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(id);
        var seen = await ReadStatusAsync(id, cancellation);
        return new PostMeasure(seen.FavouritesCount, seen.ReblogsCount, seen.RepliesCount) { Unread = "Mastodon counts neither views nor clicks." };
    }

    /// <summary>The harmless call.</summary>
    internal static async Task<ConnectionCheck> CheckAsync(MastodonOptions options, ConnectionClients clients, CancellationToken cancellation)
    {
        var account = await ((MastodonPosts)clients.Get<IPostPublisher>()).WhoAsync(cancellation);
        return new ConnectionCheck { Call = CheckCall, Identity = $"@{account.Acct ?? account.Username}@{options.Url!.Host}" };
    }

    internal async Task<MastodonAccount> WhoAsync(CancellationToken cancellation)
    {
        var answer = await GetAsync(CheckCall, "api/v1/accounts/verify_credentials", cancellation);
        return Read(answer, MastodonJson.Default.MastodonAccount) is { Id.Length: > 0 } account ? account : throw _faults.Malformed(answer);
    }

    private async Task<StatusReply> ReadStatusAsync(string id, CancellationToken cancellation)
    {
        var answer = await GetAsync($"read post {id}", PathOf(id), cancellation);
        return Read(answer, MastodonJson.Default.StatusReply) is { Id.Length: > 0 } status ? status : throw _faults.Malformed(answer);
    }

    private static PublishedPost? Published(StatusReply status)
        => status is { Id.Length: > 0 } && Uri.TryCreate(status.Url, UriKind.Absolute, out var link) ? new PublishedPost(status.Id, link) : null;

    private static string PathOf(string id) => $"{Statuses}/{Uri.EscapeDataString(id)}";

    private Task<HttpAnswer> GetAsync(string what, string path, CancellationToken cancellation)
        => SendAsync(what, HttpMethod.Get, path, CallEffect.None, _options.CallTimeout, static () => null, null, cancellation);

    private Task<HttpAnswer> SendJsonAsync(string what, HttpMethod method, string path, CallEffect effect, NewStatus body, string? key, CancellationToken cancellation)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, MastodonJson.Default.NewStatus);
        return SendAsync(
            what, method, path, effect, _options.CallTimeout, () => new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } }, key, cancellation);
    }

    private Task<HttpAnswer> SendAsync(
        string what, HttpMethod method, string path, CallEffect effect, TimeSpan timeout, Func<HttpContent?> content, string? key, CancellationToken cancellation)
    {
        var url = new Uri($"{_options.Url!.AbsoluteUri.TrimEnd('/')}/{path}");
        return _calls.SendAsync(
            new HttpCall(
                what,
                () =>
                {
                    var request = new HttpRequestMessage(method, url) { Content = content(), Headers = { Authorization = new("Bearer", _options.AccessToken) } };
                    if (key is not null)
                    {
                        request.Headers.Add("Idempotency-Key", key);
                    }

                    return request;
                },
                timeout, effect),
            cancellation);
    }

    private T Read<T>(HttpAnswer answer, JsonTypeInfo<T> shape)
    {
        try
        {
            return JsonSerializer.Deserialize(answer.Body.Span, shape) ?? throw _faults.Malformed(answer);
        }
        catch (JsonException)
        {
            throw _faults.Malformed(answer);
        }
    }
}
