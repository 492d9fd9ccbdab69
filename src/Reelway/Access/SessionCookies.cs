using System.Net;
using Microsoft.AspNetCore.Authentication.Cookies;
using Reelway.Frame.Web;

namespace Reelway.Access;

/// <summary>
/// Names the cookie of a session by how it travels: over TLS it is a <c>__Host-</c> cookie, which browsers take from this host only and send to it only by TLS. Over
/// plain http there can be no such cookie, and so nobody signs in unless that is wanted.
/// </summary>
internal sealed class SessionCookies : ICookieManager
{
    private const string Prefix = "__Host-";

    private readonly ChunkingCookieManager _cookies = new();

    /// <summary>Why nobody signs in by this request; null when they may.</summary>
    public static string? WhyNot(HttpContext http, ServerOptions options)
        => http.Request.IsHttps || options.PlainHttp || IsOfThisMachine(http)
            ? null
            : "This page came over plain http, so that others could read along: open it by https, or set server.plain_http if the network is safe. Behind a proxy that ends TLS, list the proxy in server.proxies.";

    public string? GetRequestCookie(HttpContext context, string key) => _cookies.GetRequestCookie(context, NameFor(context, key));

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) => _cookies.AppendResponseCookie(context, NameFor(context, key), value, options);

    public void DeleteCookie(HttpContext context, string key, CookieOptions options) => _cookies.DeleteCookie(context, NameFor(context, key), options);

    /// <summary>From a browser on this machine, by a name that only means this machine: nothing travels.</summary>
    private static bool IsOfThisMachine(HttpContext http)
        => http.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address) && HostNames.IsLoopback(http.Request.Host.Host);

    private static string NameFor(HttpContext context, string key) => context.Request.IsHttps ? Prefix + key : key;
}
