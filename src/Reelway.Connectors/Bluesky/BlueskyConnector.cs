namespace Reelway.Connectors.Bluesky;

/// <summary>Bluesky as configuration and help pages see it. What it can do is <see cref="BlueskyPosts"/>.</summary>
internal static class BlueskyConnector
{
    public const string Name = "Bluesky";

    /// <summary>As events name the network.</summary>
    public const string Platform = "bluesky";

    public static ConnectorDescriptor Descriptor { get; } = ConnectorDescriptor.For<BlueskyOptions>("bluesky", Name)
        .Publishes(Platform, (options, tools) => BlueskyPosts.Create(options, tools.Http))
        .IsCheckedBy(BlueskyPosts.CheckCall, BlueskyPosts.CheckAsync);
}
