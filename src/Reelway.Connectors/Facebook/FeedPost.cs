namespace Reelway.Connectors.Facebook;

/// <summary>A post on a page's feed; at least one of the two is there, or a button.</summary>
public sealed record FeedPost(string? Message, Uri? Link)
{
    /// <summary>The button below it; its link takes the place of a missing one. Null: none.</summary>
    public CallToAction? Button { get; init; }
}
