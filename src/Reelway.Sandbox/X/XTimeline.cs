using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Reelway.Sandbox.X;

/// <summary>The posts of all accounts, and what keeps somebody from adding one.</summary>
internal sealed class XTimeline(XSandboxOptions options, Func<XSettings> settings, XUploads uploads, TimeProvider time, int kept)
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

    public XAnswer Create(XSandboxAccount account, XDraft draft, HttpResponse response)
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

            var text = draft.Text.Normalize().Trim();
            if (TweetLength.Of(draft.Text) > (account.IsPremium ? LongestPremium : Longest) || text.AsSpan().IndexOfAny('\uFFFE', '\uFEFF', '\uFFFF') >= 0)
            {
                return XAnswer.Forbidden("You are not permitted to perform this action.");
            }

            if (draft.MediaIds.Count == 0 && own.Any(post => post.Text == text && post.Media.Count == 0 && now - post.At < TimeSpan.FromMinutes(settings().DuplicateMinutes)))
            {
                return XAnswer.Duplicate;
            }

            var parent = draft.ReplyTo is { } answered ? _posts.FirstOrDefault(post => post.Id == answered) : null;
            if (draft.ReplyTo is not null && Refusal(account, parent, now) is { } refusal)
            {
                return refusal;
            }

            var (media, unusable) = uploads.Use(account, draft.MediaIds);
            return unusable ?? Add(new SandboxTweet(_total + 1, IdOf(_total + 1), now, account.Username, text) { ReplyTo = parent?.Id, Media = media }, parent);
        }
    }

    public XAnswer List(string account, IQueryCollection query)
    {
        var most = 10;
        if (query.TryGetValue("max_results", out var asked) && (!int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most is < 5 or > 100))
        {
            return XAnswer.Invalid($"The `max_results` query parameter value [{asked}] is not between 5 and 100", "max_results");
        }

        var (since, until) = (TimeOf(query, "start_time", DateTimeOffset.MinValue), TimeOf(query, "end_time", DateTimeOffset.MaxValue));
        if (since is null || until is null)
        {
            var wrong = since is null ? "start_time" : "end_time";
            return XAnswer.Invalid($"Invalid '{wrong}':'{query[wrong]}'. '{wrong}' must be in RFC 3339 format", wrong);
        }

        var name = options.Accounts.FirstOrDefault(one => one.Id == account)?.Username;
        var visible = time.GetUtcNow().AddMilliseconds(-settings().TimelineLagMs);
        // The real one may show an empty page that is not the last one.
        var isEmptyPage = settings().HasEmptyPages && !query.ContainsKey("pagination_token");
        var (fields, now, problems) = (XShown.Fields(query), time.GetUtcNow(), new JsonArray());
        var before = PageOf(query["pagination_token"].ToString());
        var found = isEmptyPage ? [] : All.Where(post => post.Account == name && post.At <= visible && post.At >= since && post.At < until).Reverse().Skip(before).Take(most + 1).ToList();
        var items = found.Take(most).Select(post => (JsonNode)Json(post, fields, now, problems)).ToArray();
        var meta = new JsonObject { ["result_count"] = items.Length };
        if (isEmptyPage || found.Count > most)
        {
            meta["next_token"] = $"7140w{before + items.Length}";
        }

        return With(items.Length > 0 ? new JsonObject { ["data"] = new JsonArray(items), ["meta"] = meta } : new JsonObject { ["meta"] = meta }, problems);
    }

    private static DateTimeOffset? TimeOf(IQueryCollection query, string name, DateTimeOffset otherwise) => !query.TryGetValue(name, out var text) ? otherwise
        : DateTimeOffset.TryParseExact(text, "yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static int PageOf(string token) => int.TryParse(token.Replace("7140w", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var before) ? before : 0;

    /// <summary>One post.</summary>
    public XAnswer Find(string id, IQueryCollection query)
    {
        var problems = new JsonArray();
        return All.FirstOrDefault(post => post.Id == id) is { } found
            ? With(new JsonObject { ["data"] = Json(found, XShown.Fields(query), time.GetUtcNow(), problems) }, problems)
            : XAnswer.NotFound(id);
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

    private XAnswer Add(SandboxTweet post, SandboxTweet? parent)
    {
        _total++;
        _posts.Add(post with { Conversation = parent?.Conversation ?? post.Id });
        if (_posts.Count > kept)
        {
            _posts.RemoveAt(0);
        }

        Announce();
        var shown = new JsonObject { ["id"] = post.Id, ["text"] = XShown.Text(post), ["edit_history_tweet_ids"] = new JsonArray(post.Id) };
        return XAnswer.Data(shown, StatusCodes.Status201Created);
    }

    private XAnswer? Refusal(XSandboxAccount account, SandboxTweet? parent, DateTimeOffset now)
        => parent is null || now - parent.At < TimeSpan.FromMilliseconds(settings().ReplyLagMs)
            ? XAnswer.Forbidden("You attempted to reply to a Tweet that is deleted or not visible to you.")
            // Since 2026, for apps that nobody at the vendor has looked at.
            : parent.Account != account.Username || settings().RefusesSelfReplies
                ? XAnswer.Forbidden("Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author of the post you are replying to.")
                : null;

    private JsonObject Json(SandboxTweet post, HashSet<string> fields, DateTimeOffset now, JsonArray problems)
        => XShown.Json(post, fields, All.Count(other => other.ReplyTo == post.Id), settings(), now, problems);

    private static XAnswer With(JsonObject body, JsonArray problems)
    {
        if (problems.Count > 0)
        {
            body["errors"] = problems;
        }

        return new XAnswer(StatusCodes.Status200OK, body);
    }

    private static string IdOf(long number) => (1_716_462_083_000_000_000 + (number * 4096)).ToString(CultureInfo.InvariantCulture);
}
