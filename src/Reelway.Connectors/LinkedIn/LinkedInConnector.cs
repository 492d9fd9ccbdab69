using Reelway.Connectors.Posting;

namespace Reelway.Connectors.LinkedIn;

/// <summary>LinkedIn as configuration and help pages see it. What it can do is <see cref="LinkedInPosts"/>.</summary>
internal static class LinkedInConnector
{
    public const string Name = "LinkedIn";

    /// <summary>As events name the network.</summary>
    public const string Platform = "linkedin";

    public static ConnectorDescriptor Descriptor { get; } = ConnectorDescriptor.For<LinkedInOptions>("linkedin", Name)
        .Publishes(Platform, LinkedInPosts.Create)
        .IsCheckedBy(LinkedInCheck.Call, LinkedInCheck.RunAsync)
        .LogsIn(
            (_, clients, secret, cancellation) => Account(clients).LogInAsync(secret, cancellation),
            (_, clients, cancellation) => Account(clients).RenewAsync(cancellation))
        .LogsInWithBrowser(
            (_, clients, redirect, state) => Account(clients).LoginDialog(redirect, state),
            (_, clients, code, cancellation) => Account(clients).LogInAsync(code, cancellation));

    private static LinkedInAccount Account(ConnectionClients clients) => ((LinkedInPosts)clients.Get<IPostPublisher>()).Account;
}
