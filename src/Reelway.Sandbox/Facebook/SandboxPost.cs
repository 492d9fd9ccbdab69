namespace Reelway.Sandbox.Facebook;

/// <summary>A post on a page's feed.</summary>
/// <param name="Id"><c>{page}_{post}</c>.</param>
/// <param name="Mentions">Ids of the pages mentioned in the message.</param>
public sealed record SandboxPost(
    string Id, string PageId, string Message, string? Link, IReadOnlyList<string> AttachedMedia, bool Published,
    DateTimeOffset? ScheduledPublishTime, IReadOnlyList<string> Mentions, DateTimeOffset CreatedAt)
{
    /// <summary>What its button says, such as <c>LEARN_MORE</c>; null when it has none. It leads to the post's link.</summary>
    public string? Button { get; init; }
}
