using System.Text;
using Reelway.Connectors.Posting;

namespace Reelway.Connectors.LinkedIn;

/// <summary>Posts of one person or organisation on LinkedIn.</summary>
public sealed class LinkedInPosts : IPostPublisher
{
    // LinkedIn tells doubles for about ten minutes; what is left is for the call itself.
    private static readonly TimeSpan Doubles = TimeSpan.FromMinutes(9);

    private readonly LinkedInOptions _options;
    private readonly LinkedInClient _client;
    private readonly LinkedInMedia _media;
    private readonly LinkedInComments _comments;

    private LinkedInPosts(LinkedInOptions options, ConnectionTools tools)
    {
        var redactor = new Redactor(options.AccessToken, options.ClientSecret);
        _options = options;
        _client = new LinkedInClient(options, tools.Http, redactor);
        Account = new LinkedInAccount(options, _client, tools, redactor);
        _media = new LinkedInMedia(options, _client, Account);
        _comments = new LinkedInComments(_client, Account);
        Network = new PostNetwork(LinkedInConnector.Platform, LinkedInConnector.Name) { CanFind = !options.IsPerson, CanEdit = true, HasComments = true, RepeatsFor = Doubles };
    }

    /// <inheritdoc/>
    public PostNetwork Network { get; }

    internal LinkedInAccount Account { get; }

    /// <summary>The posts of a connection with these options.</summary>
    public static LinkedInPosts Create(LinkedInOptions options, ConnectionTools tools)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(tools);
        return new LinkedInPosts(options, tools);
    }

    /// <inheritdoc/>
    public TextCount Count(OutgoingPost post)
    {
        ArgumentNullException.ThrowIfNull(post);
        return new TextCount(post.Text.Length, post.InReplyTo is null ? LinkedInText.Longest : LinkedInText.LongestComment);
    }

    /// <inheritdoc/>
    public IReadOnlyList<PostProblem> Check(OutgoingPost post)
    {
        ArgumentNullException.ThrowIfNull(post);
        var (length, most) = Count(post);
        var problems = new List<PostProblem>();
        if (string.IsNullOrWhiteSpace(post.Text) && (post.Media.Count == 0 || post.InReplyTo is not null))
        {
            problems.Add(new("message", "The message is empty."));
        }
        else if (length > most)
        {
            problems.Add(new("message", $"The message has {length} characters, and LinkedIn takes at most {most}{(post.InReplyTo is null ? "" : " in a comment")}: shorten it."));
        }

        problems.AddRange(LinkedInMedia.Check(post));
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
        if (post.MayBeOut is not null && (post.InReplyTo is not null || post.Media.Count > 0))
        {
            // Sent again it might stand there twice.
            throw _client.Faults.StillUnknown("LinkedIn tells doubles of texts alone, and this is a comment or shows media: look at the account before it is sent again");
        }

        if (post.InReplyTo is { } parent)
        {
            return await _comments.AddAsync(parent, post.Text, cancellation);
        }

        var share = new NewShare(await Account.AuthorAsync(cancellation), LinkedInText.Escape(post.Text)) { Content = LinkedInMedia.Shown(post.Media) };
        try
        {
            var answer = await Account.WithTokenAsync(
                token => _client.PostAsync("post on LinkedIn", "posts", token, CallEffect.Once, null, share, LinkedInJson.Default.NewShare, cancellation), cancellation);
            // The body is empty: what looks for an id there takes a post that is out for one that failed.
            return answer.Header("x-restli-id") is { Length: > 0 } id ? Published(Uri.UnescapeDataString(id)) : throw _client.Faults.Malformed(answer);
        }
        catch (ConnectorException fault) when (fault.RemoteCode == PostFaults.Duplicate && post.MayBeOut is not null && LinkedInFaults.OriginalIn(fault) is { } original)
        {
            return Published(original);
        }
    }

    /// <inheritdoc/>
    public async Task<PublishedPost?> FindAsync(OutgoingPost post, DateTimeOffset since, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(post);
        if (!Network.CanFind)
        {
            return null;
        }

        if (post.InReplyTo is { } parent)
        {
            return await _comments.FindAsync(parent, post.Text, since, cancellation);
        }

        var author = Uri.EscapeDataString(await Account.AuthorAsync(cancellation));
        var answer = await Account.WithTokenAsync(
            token => _client.SendAsync(
                "read the newest posts", HttpMethod.Get, $"posts?q=author&author={author}&count=100&start=0&sortBy=LAST_MODIFIED", token, CallEffect.None, "FINDER", cancellation),
            cancellation);
        var rows = _client.Read(answer, LinkedInJson.Default.SharesReply).Elements ?? throw _client.Faults.Malformed(answer);
        var wanted = Comparable(LinkedInText.Unescape(LinkedInText.Escape(post.Text)));
        var found = rows.FirstOrDefault(row => row is { Id.Length: > 0, PublishedAt: { } at } && at >= since.ToUnixTimeMilliseconds() && Comparable(LinkedInText.Unescape(row.Commentary ?? "")) == wanted);
        return found is null ? null : Published(found.Id!);
    }

    /// <inheritdoc/>
    public Task EditAsync(string id, string text, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(text);
        if (LinkedInComments.IsComment(id))
        {
            throw PostFaults.NotOffered(LinkedInConnector.Name, "a comment on LinkedIn can't be changed from here: delete it and send another one");
        }

        return Account.WithTokenAsync(
            token => _client.PostAsync(
                $"change post {id}", $"posts/{Uri.EscapeDataString(id)}", token, CallEffect.Repeatable, "PARTIAL_UPDATE", new SharePatch(new(new(LinkedInText.Escape(text)))),
                LinkedInJson.Default.SharePatch, cancellation),
            cancellation);
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(id);
        try
        {
            await (LinkedInComments.IsComment(id) ? _comments.DeleteAsync(id, cancellation) : Account.WithTokenAsync(
                token => _client.SendAsync($"delete post {id}", HttpMethod.Delete, $"posts/{Uri.EscapeDataString(id)}", token, CallEffect.Repeatable, "DELETE", cancellation), cancellation));
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
        if (_options.IsPerson)
        {
            return new PostMeasure { Unread = "LinkedIn shows an app the figures of organisations only, and this is a person's post: look at it on LinkedIn." };
        }

        if (LinkedInComments.IsComment(id))
        {
            return new PostMeasure { Unread = "LinkedIn counts posts, and this is a comment." };
        }

        var list = id.StartsWith("urn:li:ugcPost:", StringComparison.Ordinal) ? "ugcPosts" : "shares";
        var author = Uri.EscapeDataString(await Account.AuthorAsync(cancellation));
        var answer = await Account.WithTokenAsync(
            token => _client.SendAsync(
                $"read the figures of post {id}", HttpMethod.Get,
                $"organizationalEntityShareStatistics?q=organizationalEntity&organizationalEntity={author}&{list}=List({Uri.EscapeDataString(id)})", token, CallEffect.None, null, cancellation),
            cancellation);
        var rows = _client.Read(answer, LinkedInJson.Default.StatisticsReply).Elements ?? throw _client.Faults.Malformed(answer);
        return rows.Select(row => row?.TotalShareStatistics).FirstOrDefault(figures => figures is not null) is { } seen
            ? new PostMeasure(seen.LikeCount is { } likes ? Math.Max(0, likes) : null, seen.ShareCount, seen.CommentCount, seen.ImpressionCount, seen.ClickCount)
            : new PostMeasure { Unread = "LinkedIn has no figures of this post yet." };
    }

    /// <summary>The roles that the person has at the organisation that posts.</summary>
    internal async Task<IReadOnlyList<string>> RolesAsync(CancellationToken cancellation)
    {
        var answer = await Account.WithTokenAsync(
            token => _client.SendAsync("read the person's roles", HttpMethod.Get, "organizationAcls?q=roleAssignee&state=APPROVED&count=100", token, CallEffect.None, "FINDER", cancellation), cancellation);
        var rows = _client.Read(answer, LinkedInJson.Default.RolesReply).Elements ?? throw _client.Faults.Malformed(answer);
        return [.. rows.Where(row => (row?.Organization ?? row?.OrganizationTarget) == _options.AuthorUrn).Select(row => row.Role).OfType<string>()];
    }

    private static PublishedPost Published(string urn) => new(urn, new Uri($"https://www.linkedin.com/feed/update/{urn}/"));

    private static string Comparable(string text) => text.Normalize(NormalizationForm.FormC).ReplaceLineEndings("\n").Trim();
}
