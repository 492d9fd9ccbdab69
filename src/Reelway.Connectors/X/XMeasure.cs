using Reelway.Connectors.Posting;

namespace Reelway.Connectors.X;

/// <summary>What X has counted of a post: what everybody sees, and what only its author does.</summary>
internal sealed class XMeasure(XClient client)
{
    // Refused one by one, in an answer that succeeds.
    private const string FieldRefused = "not-authorized-for-field";

    public async Task<PostMeasure> OfAsync(string id, CancellationToken cancellation)
    {
        var answer = await client.GetAsync($"read the figures of post {id}", $"tweets/{Uri.EscapeDataString(id)}?tweet.fields=public_metrics,non_public_metrics", cancellation);
        var reply = client.Read(answer, XJson.Default.TweetReply);
        if (reply.Data is not { } tweet)
        {
            throw reply.Errors is { Count: > 0 } ? XFaults.Gone(id) : client.Faults.Malformed(answer);
        }

        var seen = tweet.PublicMetrics;
        var isPartial = reply.Errors?.Any(error => error?.Type?.EndsWith(FieldRefused, StringComparison.Ordinal) == true) == true;
        return new PostMeasure(
            seen?.LikeCount, seen?.RetweetCount ?? seen?.RepostCount, seen?.ReplyCount, seen?.ImpressionCount ?? tweet.NonPublicMetrics?.ImpressionCount, tweet.NonPublicMetrics?.UrlLinkClicks)
        {
            Unread = isPartial ? "X shows clicks on links only for posts of the last 30 days." : null,
        };
    }
}
