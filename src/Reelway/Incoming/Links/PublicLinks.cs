using Reelway.Frame.Public;

namespace Reelway.Incoming.Links;

/// <summary>Gives capabilities addresses for others: links to paths that they have declared, and states for logins elsewhere.</summary>
internal sealed class PublicLinks(LinkStore store, PublicPaths paths, PublicOptions options)
{
    /// <summary>The cookie that ties a login to the browser that began it.</summary>
    public const string BrowserCookie = "reelway.callback";

    /// <summary>Makes a link for somebody without an account.</summary>
    /// <param name="name">The path that it is for.</param>
    /// <param name="subject">What it is for: <c>talk/talk_06agn9k2w4008</c>.</param>
    /// <param name="label">Whom it is made for, in words.</param>
    /// <returns>Its address, which is shown this once.</returns>
    public async Task<Uri> MakeAsync(string name, string subject, string label, TimeSpan lifetime, string actor, CancellationToken cancellation)
    {
        var root = RootOf<LinkPath>(name, out var path);
        var (token, _) = await store.AddAsync(name, subject, label, lifetime, actor, cancellation);
        return new Uri($"{root}{path.Path}/{token}");
    }

    /// <summary>Begins a login elsewhere.</summary>
    /// <param name="name">The path that it comes back to.</param>
    /// <param name="who">Whoever begins it.</param>
    /// <param name="data">What is needed when it is back, such as the verifier of its code.</param>
    /// <param name="browser">The value of <see cref="BrowserCookie"/> where the browser has been given one for this; null otherwise.</param>
    public async Task<(string State, Uri Callback)> BeginAsync(string name, string who, string data, string? browser, CancellationToken cancellation)
    {
        var root = RootOf<CallbackPath>(name, out var path);
        return (await store.BeginAsync(name, who, data, browser, cancellation), new Uri(root + path.Path));
    }

    private string RootOf<T>(string name, out T path)
        where T : PublicPath
    {
        path = paths.All.OfType<T>().FirstOrDefault(one => one.Name == name) ?? throw new ArgumentException($"No path is declared by the name {name}.");
        return options.Root ?? throw new InvalidOperationException("public.url is not set, so nobody can be given an address of the public listener.");
    }
}
