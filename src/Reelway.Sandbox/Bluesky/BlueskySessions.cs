using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Reelway.Sandbox.Bluesky;

/// <summary>Sessions: begun with the app password, gone on with, and ended.</summary>
internal sealed class BlueskySessions(BlueskySandboxOptions options, Func<BlueskySettings> settings, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _access = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _refresh = new(StringComparer.Ordinal);
    private volatile bool _isLocked;
    private int _number;

    public int Begun { get; private set; }

    public BlueskyAnswer Begin(JsonObject sent)
    {
        if (_isLocked || Text(sent["password"]) != options.AppPassword || (Text(sent["identifier"]) != options.Handle && Text(sent["identifier"]) != options.Did))
        {
            return BlueskyAnswer.Refused("AuthenticationRequired", "Invalid identifier or password", StatusCodes.Status401Unauthorized);
        }

        Begun++;
        return Given();
    }

    /// <summary>With the other token, which is good for one use here.</summary>
    public BlueskyAnswer Refresh(HttpRequest request)
        => !_isLocked && _refresh.TryRemove(TokenOf(request), out _) ? Given() : BlueskyAnswer.Refused("ExpiredToken", "Token has been revoked");

    /// <summary>Why a call is refused; null when it is not.</summary>
    public BlueskyAnswer? Refusal(HttpRequest request) => TokenOf(request) switch
    {
        "" => BlueskyAnswer.Refused("AuthMissing", "Authentication Required", StatusCodes.Status401Unauthorized),
        var token when !_isLocked && _access.TryGetValue(token, out var end) => time.GetUtcNow() < end ? null : Expired,
        var token when token.StartsWith("sandbox-bluesky-access-", StringComparison.Ordinal) => Expired,
        _ => BlueskyAnswer.Refused("InvalidToken", "Token could not be verified"),
    };

    public static BlueskyAnswer Expired => BlueskyAnswer.Refused("ExpiredToken", "Token has expired");

    /// <summary>Ends the token of a request.</summary>
    public void Expire(HttpRequest request) => _access.TryRemove(TokenOf(request), out _);

    /// <summary>Lets nobody in any more.</summary>
    public void Lock() => _isLocked = true;

    public void Reset()
    {
        _access.Clear();
        _refresh.Clear();
        (_isLocked, _number, Begun) = (false, 0, 0);
    }

    private BlueskyAnswer Given()
    {
        var number = Interlocked.Increment(ref _number);
        var (access, refresh) = ($"sandbox-bluesky-access-{number}", $"sandbox-bluesky-refresh-{number}");
        _access[access] = time.GetUtcNow().AddMinutes(settings().AccessMinutes);
        _refresh[refresh] = 0;
        return BlueskyAnswer.Ok(new JsonObject { ["accessJwt"] = access, ["refreshJwt"] = refresh, ["did"] = options.Did, ["handle"] = options.Handle });
    }

    private static string TokenOf(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.Ordinal) ? header["Bearer ".Length..] : "";
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
