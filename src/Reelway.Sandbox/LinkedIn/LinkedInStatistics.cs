using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Reelway.Sandbox.LinkedIn;

/// <summary>What was counted of posts.</summary>
internal sealed class LinkedInStatistics(LinkedInFeed feed, Func<LinkedInSettings> settings)
{
    /// <summary>Of an organisation, for those who administer it.</summary>
    public LinkedInAnswer Of(LinkedInMember member, IQueryCollection query)
    {
        var owner = query["organizationalEntity"].ToString();
        if (!member.Administers(owner))
        {
            return LinkedInAnswer.Denied("organizationalEntityShareStatistics.FINDER-organizationalEntity");
        }

        var elements = new JsonArray();
        foreach (var (list, kind, key) in new[] { ("shares", "share", "share"), ("ugcPosts", "ugcPost", "ugcPost") })
        {
            var named = query[list].ToString();
            foreach (var urn in named.StartsWith("List(", StringComparison.Ordinal) ? named[5..].TrimEnd(')').Split(',') : [])
            {
                var wanted = Uri.UnescapeDataString(urn);
                if (!settings().HasNoFigures && wanted.StartsWith($"urn:li:{kind}:", StringComparison.Ordinal) && feed.All.Any(share => share.Urn == wanted && share.Author == owner))
                {
                    elements.Add(Figures(owner, key, wanted));
                }
            }
        }

        return LinkedInAnswer.Ok(new JsonObject { ["elements"] = elements });
    }

    private JsonObject Figures(string owner, string key, string urn) => new()
    {
        ["organizationalEntity"] = owner,
        [key] = urn,
        ["totalShareStatistics"] = new JsonObject
        {
            ["impressionCount"] = settings().Impressions,
            ["uniqueImpressionsCount"] = settings().Impressions,
            ["clickCount"] = 12,
            ["likeCount"] = settings().Likes,
            ["commentCount"] = feed.All.Count(share => share.CommentOn == urn),
            ["shareCount"] = 2,
            ["engagement"] = 0.02,
        },
    };
}
