using Reelway.Connectors.Posting;

namespace Reelway.Connectors.Facebook;

/// <summary>Facebook as configuration and help pages see it. What it can do is <see cref="FacebookPages"/>.</summary>
internal static class FacebookConnector
{
    public const string Name = "Facebook";

    public static ConnectorDescriptor Descriptor { get; } = ConnectorDescriptor.For<FacebookOptions>("facebook", Name)
        .Makes((options, tools) => FacebookPages.Create(options, tools))
        .Makes<IPostPublisher>(FacebookPosts.Create)
        .IsCheckedBy(FacebookCheck.Call, FacebookCheck.RunAsync)
        .LogsIn(
            (_, clients, token, cancellation) => clients.Get<FacebookPages>().LogInAsync(token, cancellation),
            (_, clients, cancellation) => clients.Get<FacebookPages>().RenewAsync(cancellation))
        .LogsInWithBrowser(
            (_, clients, redirect, state) => clients.Get<FacebookPages>().LoginDialog(redirect, state),
            (_, clients, code, cancellation) => clients.Get<FacebookPages>().LogInAsync(code, cancellation));
}
