using System.Text.RegularExpressions;
using Reelway.Connectors.Posting;

namespace Reelway.Connectors.LinkedIn;

/// <summary>Comments below posts. Their texts are plain, and LinkedIn tells no doubles of them.</summary>
internal sealed partial class LinkedInComments(LinkedInClient client, LinkedInAccount account)
{
    public static bool IsComment(string id) => id.StartsWith("urn:li:comment:", StringComparison.Ordinal);

    public async Task<PublishedPost> AddAsync(string post, string text, CancellationToken cancellation)
    {
        var comment = new NewComment(await account.AuthorAsync(cancellation), post, new CommentMessage(text));
        var answer = await account.WithTokenAsync(
            token => client.PostAsync($"comment on post {post}", PathOf(post), token, CallEffect.Once, null, comment, LinkedInJson.Default.NewComment, cancellation), cancellation);
        return Published(post, client.Read(answer, LinkedInJson.Default.CommentRow)) ?? throw client.Faults.Malformed(answer);
    }

    public async Task<PublishedPost?> FindAsync(string post, string text, DateTimeOffset since, CancellationToken cancellation)
    {
        var actor = await account.AuthorAsync(cancellation);
        var answer = await account.WithTokenAsync(
            token => client.SendAsync($"read the comments on post {post}", HttpMethod.Get, $"{PathOf(post)}?count=100&start=0", token, CallEffect.None, null, cancellation), cancellation);
        var rows = client.Read(answer, LinkedInJson.Default.CommentsReply).Elements ?? throw client.Faults.Malformed(answer);
        var found = rows.FirstOrDefault(row => row?.Actor == actor && row.Message?.Text?.Trim() == text.Trim() && row.Created?.Time >= since.ToUnixTimeMilliseconds());
        return found is null ? null : Published(post, found);
    }

    public async Task<HttpAnswer> DeleteAsync(string comment, CancellationToken cancellation)
    {
        if (Urn().Match(comment) is not { Success: true } urn)
        {
            throw client.Faults.Own($"\"{comment}\" names no comment");
        }

        var actor = Uri.EscapeDataString(await account.AuthorAsync(cancellation));
        return await account.WithTokenAsync(
            token => client.SendAsync(
                $"delete comment {comment}", HttpMethod.Delete, $"{PathOf(urn.Groups["post"].Value)}/{urn.Groups["id"].Value}?actor={actor}", token, CallEffect.Repeatable, null, cancellation),
            cancellation);
    }

    private static PublishedPost? Published(string post, CommentRow row)
    {
        var urn = row.CommentUrn is { Length: > 0 } given ? given : row is { Id.Length: > 0, Object.Length: > 0 } ? $"urn:li:comment:({row.Object},{row.Id})" : null;
        return urn is null ? null : new PublishedPost(urn, new Uri($"https://www.linkedin.com/feed/update/{post}/?commentUrn={Uri.EscapeDataString(urn)}"));
    }

    private static string PathOf(string post) => $"socialActions/{Uri.EscapeDataString(post)}/comments";

    [GeneratedRegex(@"^urn:li:comment:\((?<post>urn:li:[A-Za-z]{1,20}:[0-9]{1,30}),(?<id>[0-9]{1,30})\)$", RegexOptions.CultureInvariant)]
    private static partial Regex Urn();
}
