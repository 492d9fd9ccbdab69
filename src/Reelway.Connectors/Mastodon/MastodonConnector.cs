namespace Reelway.Connectors.Mastodon;

/// <summary>Mastodon as configuration and help pages see it. What it can do is <see cref="MastodonPosts"/>.</summary>
internal static class MastodonConnector
{
    public const string Name = "Mastodon";

    /// <summary>As events name the network.</summary>
    public const string Platform = "mastodon";

    public static ConnectorDescriptor Descriptor { get; } = ConnectorDescriptor.For<MastodonOptions>("mastodon", Name)
        .Publishes(Platform, (options, tools) => MastodonPosts.Create(options, tools.Http))
        .IsCheckedBy(MastodonPosts.CheckCall, MastodonPosts.CheckAsync);
}
