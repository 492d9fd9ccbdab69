using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using System.Security.Cryptography;

namespace Reelway.Sandbox.Google;

/// <summary>The access tokens that were given out, and what each may do.</summary>
internal sealed class GoogleTokens(TimeProvider time)
{
    private const string Scheme = "Bearer ";

    private readonly ConcurrentDictionary<string, Grant> _grants = new(StringComparer.Ordinal);

    public int Issued => _grants.Count;

    /// <summary>A new token for these scopes.</summary>
    public string Issue(IReadOnlyList<string> scopes, TimeSpan lifetime)
    {
        var token = "ya29.c." + WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(48));
        _grants[token] = new Grant(scopes, time.GetUtcNow() + lifetime);
        return token;
    }

    /// <summary>Makes the request's token useless from now on.</summary>
    public void Expire(HttpRequest request)
    {
        var token = TokenOf(request);
        if (_grants.TryGetValue(token, out var grant))
        {
            _grants[token] = grant with { Until = time.GetUtcNow() };
        }
    }

    /// <summary>Makes all tokens useless from now on.</summary>
    public void ExpireAll()
    {
        foreach (var (token, grant) in _grants)
        {
            _grants[token] = grant with { Until = time.GetUtcNow() };
        }
    }

    public void Reset() => _grants.Clear();

    /// <exception cref="GoogleException">The request has no token that is good, or none with one of the scopes.</exception>
    public void Check(HttpRequest request, string service, params IReadOnlyList<string> scopes)
    {
        if (!_grants.TryGetValue(TokenOf(request), out var grant))
        {
            throw GoogleException.Unauthenticated(isExpired: false);
        }

        if (grant.Until <= time.GetUtcNow())
        {
            throw GoogleException.Unauthenticated(isExpired: true);
        }

        if (!grant.Scopes.Intersect(scopes).Any())
        {
            throw GoogleException.MissingScope(service);
        }
    }

    private static string TokenOf(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..] : "";
    }

    private sealed record Grant(IReadOnlyList<string> Scopes, DateTimeOffset Until);
}
