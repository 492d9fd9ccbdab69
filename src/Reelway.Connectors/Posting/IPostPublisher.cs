namespace Reelway.Connectors.Posting;

/// <summary>A network on which posts are published, by one of its accounts.</summary>
/// <remarks>
/// A post with media goes out in three steps: each file is <em>uploaded</em>, which may be repeated, since what is never referred to vanishes by itself; its
/// <em>state</em> is asked for until it is ready, which changes nothing; then the post is <em>published</em>, which is never repeated blindly.
/// Every method fails with <see cref="ConnectorException"/> only, besides cancellation. Safe for calls at the same time.
/// </remarks>
public interface IPostPublisher
{
    /// <summary>What this account can do on its network.</summary>
    PostNetwork Network { get; }

    /// <summary>How the network counts a text, and how much of it it takes.</summary>
    TextCount Count(OutgoingPost post);

    /// <summary>All that the network would refuse a post for, each with its field; empty when it can go out.</summary>
    IReadOnlyList<PostProblem> Check(OutgoingPost post);

    /// <summary>Uploads a file that a post will show.</summary>
    /// <param name="content">The file: seekable, and read from its beginning.</param>
    /// <returns>The network's name for it, to be set as <see cref="PostMedia.Asset"/>.</returns>
    Task<string> UploadAsync(PostMedia media, Stream content, CancellationToken cancellation);

    /// <summary>How far the network is with a file that was uploaded.</summary>
    /// <exception cref="ConnectorException">The network has refused it: permanent. Another upload is needed.</exception>
    Task<MediaState> StateAsync(PostMedia media, CancellationToken cancellation);

    /// <summary>Publishes a post, once.</summary>
    /// <exception cref="ConnectorException">It was refused; or its outcome is unknown, and <see cref="FindAsync"/> is to be asked before anything is sent again.</exception>
    Task<PublishedPost> PublishAsync(OutgoingPost post, CancellationToken cancellation);

    /// <summary>Looks for a post in the account's own timeline, or where its answers are.</summary>
    /// <param name="since">It was not sent before.</param>
    /// <returns>Null when it is not there: that proves nothing, since networks show posts late, and some show none (<see cref="PostNetwork.CanFind"/>).</returns>
    Task<PublishedPost?> FindAsync(OutgoingPost post, DateTimeOffset since, CancellationToken cancellation);

    /// <summary>Gives a post that is out another text. May be repeated.</summary>
    Task EditAsync(string id, string text, CancellationToken cancellation);

    /// <summary>Takes a post back. May be repeated: one that is gone counts as taken back.</summary>
    Task DeleteAsync(string id, CancellationToken cancellation);

    /// <summary>What the network has counted of a post that is out.</summary>
    Task<PostMeasure> MeasureAsync(string id, CancellationToken cancellation);
}

/// <summary>What an account can do on its network, so that nobody is offered what it refuses.</summary>
/// <param name="Platform">As events name it: <c>twitter</c>.</param>
/// <param name="Name">As people call it: <c>X</c>.</param>
public sealed record PostNetwork(string Platform, string Name)
{
    /// <summary>False where the account's own posts can't be listed.</summary>
    public bool CanFind { get; init; } = true;

    public bool CanEdit { get; init; }

    public bool CanDelete { get; init; } = true;

    /// <summary>True where a post may answer one of the account's own, with all that a post may have: so threads are made.</summary>
    public bool HasThreads { get; init; }

    /// <summary>True where a comment may stand below a post of the account.</summary>
    public bool HasComments { get; init; }

    /// <summary>
    /// How long after an attempt of unknown outcome the same post may be sent again, with <see cref="OutgoingPost.MayBeOut"/>: the network then shows the first
    /// one instead of making a second, or leaves the outcome unknown where it can't tell. Zero: never.
    /// </summary>
    public TimeSpan RepeatsFor { get; init; }
}

/// <summary>A text as a network counts it.</summary>
/// <param name="Most">Most that it takes.</param>
public sealed record TextCount(int Length, int Most);

/// <summary>A post as it goes to one network.</summary>
/// <param name="IsPremium">True for an account that may write longer texts.</param>
public sealed record OutgoingPost(string Text, bool IsPremium = false)
{
    /// <summary>Stands for the id of a post that is not out yet, where only <see cref="IPostPublisher.Check"/> is asked.</summary>
    public const string NotYetKnown = "?";

    /// <summary>What it shows, in this order.</summary>
    public IReadOnlyList<PostMedia> Media { get; init; } = [];

    /// <summary>The network's id of the post of the same account that it follows in a thread, or comments on; null for one that stands for itself.</summary>
    public string? InReplyTo { get; init; }

    /// <summary>The same for all attempts to send this post, and for no other post: some networks tell repetitions by it. Null: none is known.</summary>
    public string? Key { get; init; }

    /// <summary>When it was first attempted, where an attempt may have come through: a post that the network names as its double is then this one. Null: it was not attempted.</summary>
    public DateTimeOffset? MayBeOut { get; init; }
}

/// <summary>A picture or a video of a post.</summary>
/// <param name="ContentType">Of what kind it is: <c>image/jpeg</c>, <c>video/mp4</c>.</param>
/// <param name="AltText">Says what it shows, for those who can't see it.</param>
public sealed record PostMedia(string ContentType, string? AltText = null)
{
    /// <summary>Its size; null while it is not known.</summary>
    public long? Bytes { get; init; }

    /// <summary>The network's name for it once it is uploaded, opaque to all but its publisher.</summary>
    public string? Asset { get; init; }

    public bool IsVideo => ContentType.StartsWith("video/", StringComparison.OrdinalIgnoreCase);

    public bool IsImage => ContentType.StartsWith("image/", StringComparison.OrdinalIgnoreCase);
}

/// <summary>How far a network is with a file.</summary>
/// <param name="IsReady">True when a post can show it.</param>
/// <param name="AskAgainAfter">When it is worth another look, where it is not ready.</param>
public sealed record MediaState(bool IsReady, TimeSpan AskAgainAfter)
{
    public static MediaState Ready { get; } = new(true, TimeSpan.Zero);
}

/// <summary>A post that is out.</summary>
/// <param name="Id">The network's id of it.</param>
/// <param name="Link">Where it can be seen.</param>
public sealed record PublishedPost(string Id, Uri Link);

/// <summary>What a network has counted of a post. Null is what it does not say, which is not 0.</summary>
/// <param name="Clicks">On the post's links.</param>
public sealed record PostMeasure(long? Likes = null, long? Reposts = null, long? Replies = null, long? Impressions = null, long? Clicks = null)
{
    /// <summary>Why some or all of it can't be read, in a sentence; null when that is all that there is.</summary>
    public string? Unread { get; init; }
}

/// <summary>Something that a network would refuse.</summary>
/// <param name="Field">The post's field: <c>message</c>, <c>media/0</c>.</param>
/// <param name="Sentence">What is wrong with it and what to do.</param>
public sealed record PostProblem(string Field, string Sentence);
