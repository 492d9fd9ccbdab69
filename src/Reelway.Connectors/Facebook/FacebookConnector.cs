namespace Reelway.Connectors.Facebook;

/// <summary>Facebook as configuration and help pages see it. What it can do is <see cref="FacebookPages"/>.</summary>
internal static class FacebookConnector
{
    public const string Name = "Facebook";

    /// <summary>As events name the network.</summary>
    public const string Platform = "facebook";

    public static ConnectorDescriptor Descriptor { get; } = ConnectorDescriptor.For<FacebookOptions>("facebook", Name)
        .Makes((options, tools) => FacebookPages.Create(options, tools))
        .Publishes(Platform, FacebookPosts.Create)
        .IsCheckedBy(FacebookCheck.Call, FacebookCheck.RunAsync)
        .LogsIn(
            (_, clients, token, cancellation) => clients.Get<FacebookPages>().LogInAsync(token, cancellation),
            (_, clients, cancellation) => clients.Get<FacebookPages>().RenewAsync(cancellation))
        .LogsInWithBrowser(
            (_, clients, redirect, state) => clients.Get<FacebookPages>().LoginDialog(redirect, state),
            (_, clients, code, cancellation) => clients.Get<FacebookPages>().LogInAsync(code, cancellation));
}
