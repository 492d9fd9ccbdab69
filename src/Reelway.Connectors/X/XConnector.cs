using Reelway.Connectors.Posting;

namespace Reelway.Connectors.X;

/// <summary>X as configuration and help pages see it. What it can do is <see cref="XPosts"/>.</summary>
internal static class XConnector
{
    public const string Name = "X";

    /// <summary>As events name the network.</summary>
    public const string Platform = "twitter";

    public static ConnectorDescriptor Descriptor { get; } = ConnectorDescriptor.For<XOptions>("x", Name)
        .Publishes(Platform, XPosts.Create)
        .IsCheckedBy(XCheck.Call, XCheck.RunAsync)
        // Keys of this kind last until somebody takes them back: there is nothing to renew.
        .LogsIn(
            (options, clients, text, cancellation) => ((XPosts)clients.Get<IPostPublisher>()).LogInAsync(text, options.Connection, cancellation),
            (_, _, _) => Task.FromResult<NewLogin?>(null));
}
