using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Reelway.Sandbox.Box;

/// <summary>The access tokens that were given out.</summary>
internal sealed class BoxTokens(TimeProvider time)
{
    private const string Scheme = "Bearer ";

    private readonly ConcurrentDictionary<string, Grant> _grants = new(StringComparer.Ordinal);

    public int Issued => _grants.Count;

    public string Issue(BoxUser user, TimeSpan lifetime)
    {
        var token = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(24));
        _grants[token] = new Grant(user, time.GetUtcNow() + lifetime);
        return token;
    }

    /// <summary>Makes the request's token useless from now on.</summary>
    public void Expire(HttpRequest request)
    {
        if (_grants.TryGetValue(TokenOf(request), out var grant))
        {
            _grants[TokenOf(request)] = grant with { Until = time.GetUtcNow() };
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

    /// <summary>Whom the request is from.</summary>
    /// <exception cref="BoxException">Its token is no good, or the user that it names is unknown.</exception>
    public BoxUser UserOf(HttpRequest request)
    {
        if (!_grants.TryGetValue(TokenOf(request), out var grant) || grant.Until <= time.GetUtcNow())
        {
            throw BoxException.Unauthorized();
        }

        return request.Headers["As-User"].ToString() switch
        {
            "" => grant.User,
            var id when id == BoxUser.Agency.Id => BoxUser.Agency,
            var id when id == BoxUser.Service.Id => BoxUser.Service,
            _ => throw new BoxException(403, "access_denied_insufficient_permissions", "Access denied - insufficient permission"),
        };
    }

    private static string TokenOf(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..] : "";
    }

    private sealed record Grant(BoxUser User, DateTimeOffset Until);
}
