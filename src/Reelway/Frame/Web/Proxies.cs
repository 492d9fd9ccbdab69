using Microsoft.AspNetCore.HttpOverrides;

namespace Reelway.Frame.Web;

/// <summary>
/// Behind the proxies of <c>server.proxies</c> a request comes from whom they say, over the scheme that they say. Without the setting nobody is believed:
/// only the address that the connection really has counts.
/// </summary>
internal static class Proxies
{
    public static void UseProxies(this IApplicationBuilder app, ServerOptions options)
    {
        if (options.Proxies.Count == 0)
        {
            return;
        }

        // As many hops as are listed: the first address from the right that is no proxy of ours is the client's.
        var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var network in options.ProxyNetworks)
        {
            forwarded.KnownIPNetworks.Add(network);
        }

        app.UseForwardedHeaders(forwarded);
    }
}
