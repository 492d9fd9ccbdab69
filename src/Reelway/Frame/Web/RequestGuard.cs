using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Reelway.Frame.Web;

/// <summary>Refuses requests by what host they name and which site sent them, before anything else looks at them.</summary>
internal sealed class RequestGuard(RequestDelegate next, ServerOptions options)
{
    public Task InvokeAsync(HttpContext context)
    {
        var refusal = Refusal(context);
        return refusal is null ? next(context) : refusal.ExecuteAsync(context);
    }

    private ProblemHttpResult? Refusal(HttpContext context)
    {
        var local = Unmapped(context.Connection.LocalIpAddress);
        var host = context.Request.Host;
        if (!IsOurs(host.Host, local))
        {
            return WebProblems.UnknownHost.With(
                $"This server does not answer to the host name \"{Shown(host.Host)}\"; add it to server.hosts if it is meant to.");
        }

        return IsForeignWrite(context.Request)
            ? WebProblems.CrossSite.With("The request was sent by a page of another site, and such pages may not change anything here.")
            : null;
    }

    /// <summary>An address literal that is the connection's own is safe: a page can only have it as its host by being served from it.</summary>
    private bool IsOurs(string host, IPAddress? local)
        => HostNames.IsLoopback(host)
            || options.Hosts.Contains(host, StringComparer.OrdinalIgnoreCase)
            || (local is not null && HostNames.TryAddress(host, out var address) && address.Equals(local));

    /// <summary>Browsers say where a request comes from; other clients say nothing and hold no ambient credentials either.</summary>
    private static bool IsForeignWrite(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
        {
            return false;
        }

        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site is not ("" or "same-origin" or "none"))
        {
            return true;
        }

        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0
            && !(Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority.Equals(Authority(request), StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The Host header without the scheme's default port, as <see cref="Uri.Authority"/> leaves it out too.</summary>
    private static string Authority(HttpRequest request)
        => request.Host.Port is 80 or 443 ? request.Host.Host : request.Host.Value ?? "";

    private static IPAddress? Unmapped(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;

    private static string Shown(string host) => host.Length <= 100 ? host : host[..100] + "…";
}
