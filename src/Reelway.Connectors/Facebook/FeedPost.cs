namespace Reelway.Connectors.Facebook;

/// <summary>A post on a page's feed; at least one of the two is there, or a button.</summary>
public sealed record FeedPost(string? Message, Uri? Link)
{
    /// <summary>Ids of photos that were uploaded for it.</summary>
    public IReadOnlyList<string> Photos { get; init; } = [];

    /// <summary>The button below it; its link takes the place of a missing one. Null: none.</summary>
    public CallToAction? Button { get; init; }
}
