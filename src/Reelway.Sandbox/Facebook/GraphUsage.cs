using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Reelway.Sandbox.Facebook;

/// <summary>Counts calls per page, user and app, tells the caller by headers how far it is, and throttles at 100 %.</summary>
internal sealed class GraphUsage(FacebookWorld world, FacebookSandboxOptions options, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);
    private static readonly TimeSpan Block = TimeSpan.FromMinutes(30);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Count> _counts = new(StringComparer.Ordinal);

    public void Reset()
    {
        lock (_lock)
        {
            _counts.Clear();
        }
    }

    /// <summary>Counts a call. While throttled every call puts the end off, as the vendor warns.</summary>
    /// <exception cref="GraphException">The limit is reached.</exception>
    public void Charge(GraphToken token, IHeaderDictionary headers)
    {
        var now = time.GetUtcNow();
        var scope = Scope(token);
        lock (_lock)
        {
            if (!_counts.TryGetValue(scope, out var count) || (now >= count.BlockedUntil && now - count.Since >= Window))
            {
                count = new Count(now, 0, DateTimeOffset.MinValue);
            }

            var percent = (int)Math.Min(100, (count.Calls + 1L) * 100 / world.Settings.CallsPerHour);
            var throttled = now < count.BlockedUntil || count.Calls >= world.Settings.CallsPerHour;
            _counts[scope] = count with { Calls = count.Calls + 1, BlockedUntil = throttled ? now + Block : count.BlockedUntil };
            if (throttled)
            {
                throw new GraphException(Throttle(CodeOf(token), null, (int)Block.TotalMinutes, token, headers));
            }

            if (percent > 0)
            {
                Tell(token, headers, percent, 0, platform: false);
            }
        }
    }

    /// <summary>The error of a throttled call; the headers say how long to wait.</summary>
    public static GraphError Throttle(int code, int? subcode, int minutes, GraphToken? token, IHeaderDictionary headers)
    {
        if (token is not null)
        {
            Tell(token, headers, 100, minutes, platform: code is 4 or 17);
        }

        return new GraphError(
            code switch
            {
                4 => "(#4) Application request limit reached",
                17 => "(#17) User request limit reached",
                32 => "(#32) Page request limit reached",
                368 => "(#368) The action attempted has been deemed abusive or is otherwise disallowed",
                613 => "(#613) Calls to this api have exceeded the rate limit.",
                _ => string.Create(CultureInfo.InvariantCulture, $"(#{code}) There have been too many calls to this account. Wait a bit and try again."),
            },
            code, subcode);
    }

    /// <summary>The code with which a caller is throttled who holds this token.</summary>
    public static int CodeOf(GraphToken? token) => token?.Kind switch
    {
        TokenKind.App => 4,
        TokenKind.User => 17,
        _ => 32,
    };

    /// <summary>Page tokens are under business-use-case limits, the others under platform limits; each has its own header.</summary>
    private static void Tell(GraphToken token, IHeaderDictionary headers, int percent, int minutes, bool platform)
    {
        var usage = new JsonObject { ["call_count"] = percent, ["total_time"] = percent / 2, ["total_cputime"] = percent / 4 };
        if (platform || token.PageId is not { } page)
        {
            headers["X-App-Usage"] = usage.ToJsonString();
            return;
        }

        headers["X-Page-Usage"] = usage.ToJsonString();
        usage["type"] = "pages";
        usage["estimated_time_to_regain_access"] = minutes;
        headers["X-Business-Use-Case-Usage"] = new JsonObject { [page] = new JsonArray(usage) }.ToJsonString();
    }

    private string Scope(GraphToken token) => token.Kind switch
    {
        TokenKind.Page => "page:" + token.PageId,
        TokenKind.User => "user:" + options.UserId,
        _ => "app:" + options.AppId,
    };

    private sealed record Count(DateTimeOffset Since, int Calls, DateTimeOffset BlockedUntil);
}
