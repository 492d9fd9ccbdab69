namespace Reelway.Connectors.Facebook;

/// <summary>A post on a page's feed; at least one of the two is there.</summary>
public sealed record FeedPost(string? Message, Uri? Link);
