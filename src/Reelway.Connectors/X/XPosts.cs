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

    // A lost post is looked for among the newest: each that is read is charged.
    private const int MostRead = 10;

    private readonly XClient _client;
    private XUser? _account;

    private XPosts(XClient client) => _client = client;

    /// <summary>The posts of a connection with these options.</summary>
    public static XPosts Create(XOptions options, ConnectorHttp http)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(http);
        return new XPosts(new XClient(options, http, new Redactor(options.ApiKey, options.ApiKeySecret, options.AccessToken, options.AccessTokenSecret)));
    }

    /// <inheritdoc/>
    public IReadOnlyList<PostProblem> Check(OutgoingPost post)
    {
        ArgumentNullException.ThrowIfNull(post);
        var most = post.IsPremium ? LongestPremium : XText.Longest;
        var length = XText.Length(post.Text);
        var problems = new List<PostProblem>();
        if (string.IsNullOrWhiteSpace(post.Text))
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

        return problems;
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
        var from = since.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        var answer = await _client.GetAsync(
            "read the account's newest posts", $"users/{account.Id}/tweets?max_results={MostRead}&start_time={Uri.EscapeDataString(from)}&tweet.fields=created_at", cancellation);
        var wanted = Comparable(post.Text);
        var found = _client.Read(answer, XJson.Default.TimelineReply) is { Meta: not null } timeline
            ? timeline.Data?.FirstOrDefault(tweet => tweet is { Id.Length: > 0, Text: not null } && Comparable(WebUtility.HtmlDecode(tweet.Text)) == wanted)
            : throw _client.Faults.Malformed(answer);
        return found is null ? null : Published(account, found.Id!);
    }

    /// <summary>Posts, and returns the post's id.</summary>
    internal async Task<string> SendAsync(OutgoingPost post, CancellationToken cancellation)
    {
        var answer = await _client.PostAsync("post on X", "tweets", new NewTweet(post.Text), XJson.Default.NewTweet, cancellation);
        return _client.Read(answer, XJson.Default.TweetReply).Data?.Id is { Length: > 0 } id ? id : throw _client.Faults.Malformed(answer);
    }

    /// <summary>Whose the keys are, and what they may do; null where the answer does not say.</summary>
    internal async Task<(XUser Account, string? Level)> InspectAsync(CancellationToken cancellation)
    {
        var answer = await _client.GetAsync("ask whose the access token is", "users/me", cancellation);
        return _client.Read(answer, XJson.Default.UserReply).Data is { Id.Length: > 0, Username.Length: > 0 } account
            ? (_account = account, answer.Header(XCheck.LevelHeader))
            : throw _client.Faults.Malformed(answer);
    }

    private async Task<XUser> AccountAsync(CancellationToken cancellation) => _account ?? (await InspectAsync(cancellation)).Account;

    private static PublishedPost Published(XUser account, string id) => new(id, new Uri($"https://twitter.com/{account.Username}/status/{Uri.EscapeDataString(id)}"));

    // X stores texts composed, without spaces around them, and with its own links in place of those that were sent.
    private static string Comparable(string text)
    {
        var normal = text.Normalize(NormalizationForm.FormC).ReplaceLineEndings("\n").Trim();
        var compared = new StringBuilder();
        var at = 0;
        foreach (var link in XLinks.Find(normal))
        {
            compared.Append(normal, at, link.Start - at).Append('\0');
            at = link.End;
        }

        return compared.Append(normal, at, normal.Length - at).ToString();
    }
}
