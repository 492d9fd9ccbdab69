using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Reelway.Sandbox.LinkedIn;

/// <summary>Posts and the comments on them.</summary>
internal sealed class LinkedInFeed(Func<LinkedInSettings> settings, LinkedInUploads uploads, TimeProvider time, int kept)
{
    private const int Longest = 3000;
    private const int LongestComment = 1250;

    private readonly Lock _lock = new();
    private readonly List<SandboxShare> _shares = [];
    private readonly HashSet<string> _refusedOnce = [];
    private long _total;

    public IReadOnlyList<SandboxShare> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _shares];
            }
        }
    }

    public LinkedInAnswer Create(LinkedInMember member, JsonObject sent)
    {
        foreach (var field in new[] { "author", "commentary", "visibility", "distribution", "lifecycleState" })
        {
            if (!sent.ContainsKey(field))
            {
                return LinkedInAnswer.Missing(field);
            }
        }

        var author = LinkedInRoutes.TextOf(sent["author"]) ?? "";
        var commentary = LinkedInRoutes.TextOf(sent["commentary"]) ?? "";
        if (!member.MayPostAs(author))
        {
            return LinkedInAnswer.Denied($"posts.CREATE for {author}");
        }

        if (LinkedInRoutes.TextOf(sent["lifecycleState"]) != "PUBLISHED" || LinkedInRoutes.TextOf(sent["visibility"]) is not ("PUBLIC" or "CONNECTIONS" or "LOGGED_IN"))
        {
            return LinkedInAnswer.Refused(StatusCodes.Status400BadRequest, "INVALID_VALUE_FOR_FIELD", "lifecycleState or visibility is not valid");
        }

        var text = LittleText.Read(commentary);
        if ((settings().CountsEscapes ? commentary : text.Shown).Length > Longest)
        {
            return LinkedInAnswer.Refused(StatusCodes.Status400BadRequest, "FIELD_LENGTH_TOO_LONG", $"commentary is longer than {Longest} characters");
        }

        lock (_lock)
        {
            var (media, refusal) = uploads.Use(author, sent["content"] as JsonObject);
            var now = time.GetUtcNow();
            var original = _shares.FirstOrDefault(share => share.CommentOn is null && share.Author == author && share.Commentary == text.Returned && share.Media.Count == 0 && media.Count == 0
                && now - share.At < TimeSpan.FromMinutes(settings().DuplicateMinutes));
            if (refusal is not null || original is not null)
            {
                return refusal ?? LinkedInAnswer.Duplicate(original!.Urn);
            }

            var kind = ++_total % 2 == 1 ? "share" : "ugcPost";
            var urn = string.Create(CultureInfo.InvariantCulture, $"urn:li:{kind}:{7_295_588_489_000_000_000 + _total}");
            Add(new SandboxShare(urn, now, author, text.Shown) { Commentary = text.Returned, Hashtags = text.Hashtags, Media = media });
            return new LinkedInAnswer(StatusCodes.Status201Created) { Id = urn };
        }
    }

    public LinkedInAnswer List(LinkedInMember member, IQueryCollection query)
    {
        var author = query["author"].ToString();
        if (!author.StartsWith("urn:li:organization:", StringComparison.Ordinal) || !member.MayPostAs(author))
        {
            return LinkedInAnswer.Denied("partnerApiPostsExternal.FINDER-author");
        }

        var visible = time.GetUtcNow().AddMilliseconds(-settings().TimelineLagMs);
        var (start, count) = (Number(query["start"], 0), Math.Clamp(Number(query["count"], 10), 1, 100));
        var rows = All.Where(share => share.CommentOn is null && share.Author == author && share.At <= visible).Reverse().Skip(start).Take(count).Select(share => (JsonNode)new JsonObject
        {
            ["id"] = share.Urn,
            ["author"] = share.Author,
            ["commentary"] = share.Commentary,
            ["lifecycleState"] = "PUBLISHED",
            ["publishedAt"] = share.At.ToUnixTimeMilliseconds(),
            ["lastModifiedAt"] = share.At.ToUnixTimeMilliseconds(),
        });
        return LinkedInAnswer.Ok(new JsonObject { ["elements"] = new JsonArray([.. rows]), ["paging"] = new JsonObject { ["start"] = start, ["count"] = count } });
    }

    public LinkedInAnswer Change(LinkedInMember member, string urn, JsonObject sent) => WithShare(member, urn, share =>
    {
        var set = (sent["patch"] as JsonObject)?["$set"] as JsonObject;
        if (set is null || set.Count != 1 || LinkedInRoutes.TextOf(set["commentary"]) is not { } commentary)
        {
            return LinkedInAnswer.Refused(StatusCodes.Status400BadRequest, "INVALID_VALUE_FOR_FIELD", "patch has fields that can't be changed");
        }

        var text = LittleText.Read(commentary);
        _shares[_shares.IndexOf(share)] = share with { Text = text.Shown, Commentary = text.Returned, Hashtags = text.Hashtags };
        return LinkedInAnswer.NoContent;
    });

    /// <summary>A post that is gone is as good as deleted.</summary>
    public LinkedInAnswer Delete(LinkedInMember member, string urn)
    {
        lock (_lock)
        {
            if (_shares.FirstOrDefault(share => share.Urn == urn) is not { } share)
            {
                return LinkedInAnswer.NoContent;
            }

            if (!member.MayPostAs(share.Author))
            {
                return LinkedInAnswer.Denied("posts.DELETE");
            }

            _shares.RemoveAll(other => other.Urn == urn || other.CommentOn == urn);
            return LinkedInAnswer.NoContent;
        }
    }

    public LinkedInAnswer Comment(LinkedInMember member, string post, JsonObject sent)
    {
        var (actor, text) = (LinkedInRoutes.TextOf(sent["actor"]) ?? "", LinkedInRoutes.TextOf((sent["message"] as JsonObject)?["text"]) ?? "");
        lock (_lock)
        {
            if (_shares.FirstOrDefault(share => share.Urn == post) is null || (settings().FailsFirstComments && _refusedOnce.Add(post)))
            {
                return LinkedInAnswer.Refused(StatusCodes.Status400BadRequest, "INVALID_URN", $"Unable to obtain activity urn from {post}");
            }

            if (!member.MayPostAs(actor) || text.Length is 0 or > LongestComment)
            {
                return member.MayPostAs(actor) ? LinkedInAnswer.Refused(StatusCodes.Status400BadRequest, "FIELD_LENGTH_TOO_LONG", "message.text is too long") : LinkedInAnswer.Denied("socialActions.CREATE");
            }

            var comment = new SandboxShare($"urn:li:comment:({ActivityOf(post)},{++_total})", time.GetUtcNow(), actor, text) { CommentOn = post };
            Add(comment);
            return new LinkedInAnswer(StatusCodes.Status201Created, Shown(comment));
        }
    }

    public LinkedInAnswer Comments(LinkedInMember member, string post)
    {
        var owner = All.FirstOrDefault(share => share.Urn == post);
        if (owner is null || !owner.Author.StartsWith("urn:li:organization:", StringComparison.Ordinal) || !member.MayPostAs(owner.Author))
        {
            return LinkedInAnswer.Denied("socialActions.GET");
        }

        return LinkedInAnswer.Ok(new JsonObject { ["elements"] = new JsonArray([.. All.Where(share => share.CommentOn == post).Select(share => (JsonNode)Shown(share))]) });
    }

    public LinkedInAnswer DeleteComment(LinkedInMember member, string activity, string id, string actor)
    {
        lock (_lock)
        {
            var urn = $"urn:li:comment:({activity},{id})";
            return !member.MayPostAs(actor) ? LinkedInAnswer.Denied("socialActions.DELETE")
                : _shares.RemoveAll(share => share.Urn == urn) > 0 ? LinkedInAnswer.NoContent : LinkedInAnswer.NotFound(urn);
        }
    }

    public void Reset()
    {
        lock (_lock)
        {
            _shares.Clear();
            _refusedOnce.Clear();
            _total = 0;
        }
    }

    private void Add(SandboxShare share)
    {
        _shares.Add(share);
        if (_shares.Count > kept)
        {
            _shares.RemoveAt(0);
        }
    }

    private LinkedInAnswer WithShare(LinkedInMember member, string urn, Func<SandboxShare, LinkedInAnswer> use)
    {
        lock (_lock)
        {
            return _shares.FirstOrDefault(share => share.Urn == urn && share.CommentOn is null) is not { } share ? LinkedInAnswer.NotFound(urn)
                : member.MayPostAs(share.Author) ? use(share) : LinkedInAnswer.Denied("posts.PARTIAL_UPDATE");
        }
    }

    private JsonObject Shown(SandboxShare comment)
    {
        var id = comment.Urn[(comment.Urn.LastIndexOf(',') + 1)..^1];
        var shown = new JsonObject
        {
            ["actor"] = comment.Author,
            ["object"] = ActivityOf(comment.CommentOn!),
            ["message"] = new JsonObject { ["text"] = comment.Text },
            ["created"] = new JsonObject { ["time"] = comment.At.ToUnixTimeMilliseconds() },
        };
        if (settings().HasBareCommentIds)
        {
            shown["id"] = long.Parse(id, CultureInfo.InvariantCulture);
        }
        else
        {
            (shown["id"], shown["commentUrn"]) = (id, comment.Urn);
        }

        return shown;
    }

    // A post's activity has a number of its own.
    private static string ActivityOf(string post) => string.Create(CultureInfo.InvariantCulture, $"urn:li:activity:{long.Parse(post[(post.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture) + 1_000_000}");

    private static int Number(string? text, int otherwise) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
