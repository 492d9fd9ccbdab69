namespace Reelway.Connectors.Posting;

/// <summary>A network on which posts are published, by one of its accounts.</summary>
public interface IPostPublisher
{
    /// <summary>All that the network would refuse a post for, each with its field; empty when it can go out.</summary>
    IReadOnlyList<PostProblem> Check(OutgoingPost post);

    /// <summary>Publishes a post, once.</summary>
    /// <exception cref="ConnectorException">It was refused; or its outcome is unknown, and <see cref="FindAsync"/> is to be asked before anything is sent again.</exception>
    Task<PublishedPost> PublishAsync(OutgoingPost post, CancellationToken cancellation);

    /// <summary>Looks for a post in the account's own timeline.</summary>
    /// <param name="since">It was not sent before.</param>
    /// <returns>Null when it is not there: that proves nothing, since networks show posts late.</returns>
    Task<PublishedPost?> FindAsync(OutgoingPost post, DateTimeOffset since, CancellationToken cancellation);
}

/// <summary>A post as it goes to one network.</summary>
/// <param name="IsPremium">True for an account that may write longer texts.</param>
public sealed record OutgoingPost(string Text, bool IsPremium = false);

/// <summary>A post that is out.</summary>
/// <param name="Id">The network's id of it.</param>
/// <param name="Link">Where it can be seen.</param>
public sealed record PublishedPost(string Id, Uri Link);

/// <summary>Something that a network would refuse.</summary>
/// <param name="Field">The post's field: <c>message</c>.</param>
/// <param name="Sentence">What is wrong with it and what to do.</param>
public sealed record PostProblem(string Field, string Sentence);
