using System.Globalization;
using System.Net;
using System.Text;
using Reelway.Connectors.Posting;

namespace Reelway.Connectors.X;

/// <summary>Posts of one account of X.</summary>
public sealed class XPosts : IPostPublisher
{
    /// <summary>Longest text of a premium account, weighted as others are.</summary>
    private const int LongestPremium = 25_000;

    // Each that is read is charged.
    private const int MostRead = 10;

    // A post is in the timeline soon after its attempt. Later ones are only read when it is not among those of this time.
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(15);

    // A page may be empty and not be the last one.
    private const int MostPages = 3;

    private const string RepliedTo = "replied_to";

    private readonly XClient _client;
    private readonly XMedia _media;
    private readonly XMeasure _measure;
    private (long Version, XUser User)? _account;

    private XPosts(XClient client) => (_client, _media, _measure) = (client, new XMedia(client), new XMeasure(client));

    /// <inheritdoc/>
    public PostNetwork Network { get; } = new(XConnector.Platform, XConnector.Name) { HasThreads = true, HasComments = true };

    /// <summary>The posts of a connection with these options.</summary>
    public static XPosts Create(XOptions options, ConnectionTools tools)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(tools);
        return new XPosts(new XClient(options, tools, new Redactor(options.ApiKey, options.ApiKeySecret, options.AccessToken, options.AccessTokenSecret)));
    }

    /// <inheritdoc/>
    public TextCount Count(OutgoingPost post)
    {
        ArgumentNullException.ThrowIfNull(post);
        return new TextCount(XText.Length(post.Text), post.IsPremium ? LongestPremium : XText.Longest);
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
            problems.Add(new("message", $"The message counts {length} on X, and at most {most} are taken (a link counts {XText.LinkLength}, an emoji or an ideograph 2): shorten it."));
        }

        if (XText.InvalidCharacter(post.Text) is { } invalid)
        {
            problems.Add(new("message", $"The message has the character U+{(int)invalid:X4}, which X does not take: remove it."));
        }

        problems.AddRange(XMedia.Check(post.Media));
        return problems;
    }

    /// <inheritdoc/>
    public Task<string> UploadAsync(PostMedia media, Stream content, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(media);
        ArgumentNullException.ThrowIfNull(content);
        return _media.UploadAsync(media, content, cancellation);
    }

    /// <inheritdoc/>
    public Task<MediaState> StateAsync(PostMedia media, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(media);
        return _media.StateAsync(media, cancellation);
    }

    /// <inheritdoc/>
    public async Task<PublishedPost> PublishAsync(OutgoingPost post, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(post);
        // Known before anything is sent, so that nothing has to be asked afterwards.
        var account = await AccountAsync(cancellation);
        return Published(account, await SendAsync(post, cancellation));
    }

    /// <inheritdoc/>
    public async Task<PublishedPost?> FindAsync(OutgoingPost post, DateTimeOffset since, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(post);
        var account = await AccountAsync(cancellation);
        var until = since + Soon;
        // Long after the attempt it may be behind many others: its own quarter of an hour is read first, and then the newest.
        return until < _client.Now - Soon && await FindAsync(account, post, since, until, cancellation) is { } found
            ? found
            : await FindAsync(account, post, since, until: null, cancellation);
    }

    private async Task<PublishedPost?> FindAsync(XUser account, OutgoingPost post, DateTimeOffset since, DateTimeOffset? until, CancellationToken cancellation)
    {
        var path = $"users/{account.Id}/tweets?max_results={MostRead}&start_time={Time(since)}{(until is { } end ? $"&end_time={Time(end)}" : "")}&tweet.fields=created_at,attachments,referenced_tweets";
        var wanted = Comparable(post.Text);
        string? next = null;
        for (var page = 0; page < MostPages && (page == 0 || next is not null); page++)
        {
            var answer = await _client.GetAsync("read the account's newest posts", next is null ? path : $"{path}&pagination_token={Uri.EscapeDataString(next)}", cancellation);
            (var tweets, next) = _client.Read(answer, XJson.Default.TimelineReply) is { Meta: { } meta } timeline ? (timeline.Data, meta.NextToken) : throw _client.Faults.Malformed(answer);
            if (tweets?.FirstOrDefault(tweet => tweet is { Id.Length: > 0, Text: not null } && IsLike(tweet, post, wanted)) is { } found)
            {
                return Published(account, found.Id!);
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public Task EditAsync(string id, string text, CancellationToken cancellation)
        => throw PostFaults.NotOffered(XConnector.Name, "a post on X can't be changed from here: delete it and send another one");

    /// <inheritdoc/>
    public async Task DeleteAsync(string id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(id);
        try
        {
            var answer = await _client.SendEmptyAsync($"delete post {id}", HttpMethod.Delete, $"tweets/{Uri.EscapeDataString(id)}", cancellation);
            if (_client.Read(answer, XJson.Default.DeletedReply).Data?.Deleted != true)
            {
                throw _client.Faults.Malformed(answer);
            }
        }
        catch (ConnectorException fault) when (fault.RemoteCode == PostFaults.Gone)
        {
            // Somebody, or an earlier attempt, was first.
        }
    }

    /// <inheritdoc/>
    public Task<PostMeasure> MeasureAsync(string id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(id);
        return _measure.OfAsync(id, cancellation);
    }

    /// <summary>Posts, and returns the post's id.</summary>
    internal async Task<string> SendAsync(OutgoingPost post, CancellationToken cancellation)
    {
        var tweet = new NewTweet(post.Text.Length > 0 ? post.Text : null)
        {
            Media = post.Media.Count > 0 ? new([.. post.Media.Select(media => media.Asset!)]) : null,
            Reply = post.InReplyTo is { } parent ? new(parent) : null,
        };
        var answer = await _client.PostAsync("post on X", "tweets", CallEffect.Once, tweet, XJson.Default.NewTweet, cancellation);
        return _client.Read(answer, XJson.Default.TweetReply).Data?.Id is { Length: > 0 } id ? id : throw _client.Faults.Malformed(answer);
    }

    /// <summary>Whose the keys are, and what they may do; null where the answer does not say.</summary>
    internal async Task<(XUser Account, string? Level)> InspectAsync(CancellationToken cancellation)
    {
        var signer = await _client.Keyring.CurrentAsync(cancellation);
        var (account, level) = await InspectAsync(signer, cancellation);
        _account = (signer.Version, account);
        return (account, level);
    }

    /// <summary>Takes keys as X's page names them, in JSON, once they have shown whose they are.</summary>
    internal async Task<NewLogin> LogInAsync(string text, string connection, CancellationToken cancellation)
    {
        XKeys keys;
        try
        {
            keys = XKeys.Read(text);
        }
        catch (FormatException problem)
        {
            throw _client.Faults.Own(problem.Message);
        }

        var (account, _) = await InspectAsync(_client.Keyring.SignerOf(0, keys), cancellation);
        return new NewLogin(keys.ToText(), $"@{account.Username}", ExpiresAt: null) { Scopes = [ConnectionScope.Of(connection)] };
    }

    private async Task<(XUser Account, string? Level)> InspectAsync(XSigner signer, CancellationToken cancellation)
    {
        var answer = await _client.GetAsync("ask whose the access token is", "users/me", signer, cancellation);
        return _client.Read(answer, XJson.Default.UserReply).Data is { Id.Length: > 0, Username.Length: > 0 } account
            ? (account, answer.Header(XCheck.LevelHeader))
            : throw _client.Faults.Malformed(answer);
    }

    private async Task<XUser> AccountAsync(CancellationToken cancellation)
        => _account is { } known && known.Version == (await _client.Keyring.CurrentAsync(cancellation)).Version ? known.User : (await InspectAsync(cancellation)).Account;

    private static string Time(DateTimeOffset time) => Uri.EscapeDataString(time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));

    private static PublishedPost Published(XUser account, string id) => new(id, new Uri($"https://twitter.com/{account.Username}/status/{Uri.EscapeDataString(id)}"));

    private static bool IsLike(Tweet tweet, OutgoingPost post, string wanted)
    {
        var parent = (tweet.ReferencedTweets ?? tweet.ReferencedPosts)?.FirstOrDefault(reference => reference?.Type == RepliedTo)?.Id;
        if (parent != post.InReplyTo)
        {
            return false;
        }

        var text = Comparable(WebUtility.HtmlDecode(tweet.Text!));
        // X adds a link to the media at the end of the text, which nobody has written.
        return text == wanted || (post.Media.Count > 0 && HasAll(tweet, post.Media) && text == $"{wanted} {Link}".TrimStart());
    }

    private static bool HasAll(Tweet tweet, IReadOnlyList<PostMedia> media)
        => tweet.Attachments?.MediaKeys is not { } keys || media.All(one => one.Asset is null || keys.Any(key => key?.EndsWith($"_{one.Asset}", StringComparison.Ordinal) == true));

    private const char Link = '\0';

    // X stores texts composed, without spaces around them, and with its own links in place of those that were sent.
    private static string Comparable(string text)
    {
        var normal = text.Normalize(NormalizationForm.FormC).ReplaceLineEndings("\n").Trim();
        var compared = new StringBuilder();
        var at = 0;
        foreach (var link in XLinks.Find(normal))
        {
            compared.Append(normal, at, link.Start - at).Append(Link);
            at = link.End;
        }

        return compared.Append(normal, at, normal.Length - at).ToString();
    }
}
