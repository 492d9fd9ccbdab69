using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Reelway.Sandbox.X;

/// <summary>The posts of all accounts, and what keeps somebody from adding one.</summary>
internal sealed partial class XTimeline(XSandboxOptions options, Func<XSettings> settings, TimeProvider time, int kept)
{
    private const int Longest = 280;
    private const int LongestPremium = 25_000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    private readonly Lock _lock = new();
    private readonly List<SandboxTweet> _posts = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _total;

    public IReadOnlyList<SandboxTweet> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _posts];
            }
        }
    }

    public async Task<IReadOnlyList<SandboxTweet>> WaitAsync(Func<IReadOnlyList<SandboxTweet>, bool> condition, CancellationToken cancellation)
    {
        while (true)
        {
            IReadOnlyList<SandboxTweet> posts;
            Task changed;
            lock (_lock)
            {
                (posts, changed) = ([.. _posts], _changed.Task);
            }

            if (condition(posts))
            {
                return posts;
            }

            await changed.WaitAsync(cancellation);
        }
    }

    public XAnswer Create(XSandboxAccount account, string text, HttpResponse response)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var own = _posts.Where(post => post.Account == account.Username).ToList();
            var recent = own.Where(post => now - post.At < Window).ToList();
            var most = settings().PostsPerWindow;
            ShowLimit(response, most, Math.Max(0, most - recent.Count - 1), (recent.Count > 0 ? recent[0].At : now) + Window);
            if (recent.Count >= most)
            {
                return XAnswer.TooManyRequests;
            }

            if (TweetLength.Of(text) > (account.IsPremium ? LongestPremium : Longest) || text.AsSpan().IndexOfAny('\uFFFE', '\uFEFF', '\uFFFF') >= 0)
            {
                return XAnswer.Forbidden("You are not permitted to perform this action.");
            }

            var trimmed = text.Normalize().Trim();
            if (own.Any(post => post.Text == trimmed && now - post.At < TimeSpan.FromMinutes(settings().DuplicateMinutes)))
            {
                return XAnswer.Duplicate;
            }

            var id = (1_716_462_083_000_000_000 + (++_total * 4096)).ToString(CultureInfo.InvariantCulture);
            _posts.Add(new SandboxTweet(_total, id, now, account.Username, trimmed));
            if (_posts.Count > kept)
            {
                _posts.RemoveAt(0);
            }

            Announce();
            return XAnswer.Data(new JsonObject { ["id"] = id, ["text"] = Shown(trimmed), ["edit_history_tweet_ids"] = new JsonArray(id) }, StatusCodes.Status201Created);
        }
    }

    public XAnswer List(string account, IQueryCollection query)
    {
        var most = 10;
        if (query.TryGetValue("max_results", out var asked) && (!int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most is < 5 or > 100))
        {
            return XAnswer.Invalid($"The `max_results` query parameter value [{asked}] is not between 5 and 100", "max_results");
        }

        var since = DateTimeOffset.MinValue;
        if (query.TryGetValue("start_time", out var from)
            && !DateTimeOffset.TryParseExact(from, "yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out since))
        {
            return XAnswer.Invalid($"Invalid 'start_time':'{from}'. 'start_time' must be in RFC 3339 format", "start_time");
        }

        var name = options.Accounts.FirstOrDefault(one => one.Id == account)?.Username;
        var visible = time.GetUtcNow().AddMilliseconds(-settings().TimelineLagMs);
        var items = All.Where(post => post.Account == name && post.At <= visible && post.At >= since).Reverse().Take(most).Select(Json).ToArray();
        var answer = new JsonObject { ["meta"] = new JsonObject { ["result_count"] = items.Length } };
        if (items.Length > 0)
        {
            answer["data"] = new JsonArray(items);
        }

        return new XAnswer(StatusCodes.Status200OK, answer);
    }

    public XAnswer Delete(XSandboxAccount account, string id)
    {
        lock (_lock)
        {
            var at = _posts.FindIndex(post => post.Id == id);
            if (at < 0)
            {
                return XAnswer.NotFound(id);
            }

            if (_posts[at].Account != account.Username)
            {
                return XAnswer.Forbidden("You are not permitted to perform this action.");
            }

            _posts.RemoveAt(at);
            Announce();
            return XAnswer.Data(new JsonObject { ["deleted"] = true });
        }
    }

    public void Reset()
    {
        lock (_lock)
        {
            _posts.Clear();
            _total = 0;
            Announce();
        }
    }

    public static void ShowLimit(HttpResponse response, int limit, int remaining, DateTimeOffset reset)
    {
        response.Headers["x-rate-limit-limit"] = limit.ToString(CultureInfo.InvariantCulture);
        response.Headers["x-rate-limit-remaining"] = remaining.ToString(CultureInfo.InvariantCulture);
        response.Headers["x-rate-limit-reset"] = reset.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
    }

    private void Announce()
    {
        _changed.SetResult();
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private static JsonNode Json(SandboxTweet post) => new JsonObject
    {
        ["id"] = post.Id,
        ["text"] = Shown(post.Text),
        ["created_at"] = post.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
        ["edit_history_tweet_ids"] = new JsonArray(post.Id),
    };

    // As the real one gives a text back: with links of its own, and three marks as entities.
    private static string Shown(string text)
        => Links().Replace(text, "https://t.co/a1B2c3D4e5")
            .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    [GeneratedRegex(@"https?://[^\s]+", RegexOptions.CultureInvariant)]
    private static partial Regex Links();
}
