using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Reelway.Sandbox.LinkedIn;

/// <summary>Tokens: whose they are, which have ended, and how new ones are given.</summary>
internal sealed class LinkedInTokens(LinkedInSandboxOptions options)
{
    private const long AccessSeconds = 5_184_000;
    private const long RefreshSeconds = 31_536_000;

    private readonly ConcurrentDictionary<string, LinkedInMember> _given = new(options.Members.ToDictionary(member => member.Token, member => member), StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (LinkedInMember Member, string Redirect)> _codes = new(StringComparer.Ordinal);
    private volatile bool _isRenewed = true;
    private int _number;

    public LinkedInMember? MemberOf(HttpRequest request) => _given.GetValueOrDefault(TokenOf(request));

    /// <summary>Makes the token of a request useless from now on.</summary>
    public void Expire(HttpRequest request) => _given.TryRemove(TokenOf(request), out _);

    /// <summary>Makes a token useless from now on.</summary>
    public bool Refuse(string token) => _given.TryRemove(token, out _);

    /// <summary>Lets nobody renew a token until somebody logs in again.</summary>
    public void RefuseRenewals() => _isRenewed = false;

    /// <summary>What the token endpoint answers a member who has just logged in.</summary>
    public LinkedInAnswer LogIn(LinkedInMember member)
    {
        _isRenewed = true;
        return Given(member);
    }

    public LinkedInAnswer Grant(IFormCollection form)
    {
        if (form["client_id"] != options.ClientId || form["client_secret"] != options.ClientSecret)
        {
            return Refused("invalid_client", "Client authentication failed");
        }

        var member = form["grant_type"].ToString() switch
        {
            "refresh_token" when _isRenewed => options.Members.FirstOrDefault(one => one.RefreshToken is not null && one.RefreshToken == form["refresh_token"]),
            // Good for one use.
            "authorization_code" => _codes.TryRemove(form["code"].ToString(), out var code) && code.Redirect == form["redirect_uri"] ? code.Member : null,
            _ => null,
        };
        return member is null ? Refused("invalid_request", "The token or code is invalid, expired or revoked") : Given(member);
    }

    /// <summary>The dialog, in which the first member has agreed already.</summary>
    public Task AuthorizeAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (query["client_id"] != options.ClientId || query["response_type"] != "code" || !Uri.TryCreate(query["redirect_uri"], UriKind.Absolute, out var redirect))
        {
            return Refused("invalid_request", "client_id, response_type or redirect_uri is wrong").WriteAsync(context);
        }

        var code = $"sandbox-code-{Interlocked.Increment(ref _number)}";
        _codes[code] = (options.Members[0], query["redirect_uri"].ToString());
        var joint = redirect.Query.Length > 0 ? '&' : '?';
        context.Response.Redirect($"{query["redirect_uri"]}{joint}code={code}&state={Uri.EscapeDataString(query["state"].ToString())}");
        return Task.CompletedTask;
    }

    public void Reset()
    {
        _given.Clear();
        _codes.Clear();
        _number = 0;
        _isRenewed = true;
        foreach (var member in options.Members)
        {
            _given[member.Token] = member;
        }
    }

    private LinkedInAnswer Given(LinkedInMember member)
    {
        var token = $"{member.Token}-{Interlocked.Increment(ref _number)}";
        _given[token] = member;
        var answer = new JsonObject { ["access_token"] = token, ["expires_in"] = AccessSeconds, ["scope"] = "w_member_social", ["token_type"] = "Bearer" };
        if (member.RefreshToken is { } refresh)
        {
            (answer["refresh_token"], answer["refresh_token_expires_in"]) = (refresh, RefreshSeconds);
        }

        return LinkedInAnswer.Ok(answer);
    }

    private static LinkedInAnswer Refused(string error, string description)
        => new(StatusCodes.Status400BadRequest, new JsonObject { ["error"] = error, ["error_description"] = description });

    private static string TokenOf(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.Ordinal) ? header["Bearer ".Length..] : "";
    }
}
