using Reelway.Frame;
using Reelway.Frame.Operations;
using Reelway.Frame.Web;
using Reelway.Posts.Measuring;

namespace Reelway.Posts;

internal static partial class PostRequests
{
    private const string TextMissing = "Must be the post's new text.";

    public static async Task<PostItem> EditAsync(string id, EditPostRequest body, HttpContext http, PostStore store, PostChanges changes, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(body.Message) || body.Message.Length > PostTargets.LongestMessage)
        {
            throw Refusal([new("message", TextMissing)]);
        }

        var post = await FindAsync(id, store, cancellation);
        var problems = await changes.EditAsync(post, body.Message, Visitor.ActorOf(http), cancellation);
        return problems.Count > 0 ? throw Refusal(problems) : PostItem.From(await FindAsync(id, store, cancellation));
    }

    public static async Task<PostItem> DeleteAsync(string id, HttpContext http, PostStore store, PostChanges changes, CancellationToken cancellation)
    {
        await changes.DeleteAsync(await FindAsync(id, store, cancellation), Visitor.ActorOf(http), cancellation);
        return PostItem.From(await FindAsync(id, store, cancellation));
    }

    public static async Task<ListOf<PostMeasureItem>> MeasuresAsync(string id, [AsParameters] Paging paging, PostStore store, PostMeasureStore measures, CancellationToken cancellation)
    {
        var post = await FindAsync(id, store, cancellation);
        return paging.Of($"posts/{post.Id}/measures").Answer([.. (await measures.ListAsync(post.Id, cancellation)).Select(PostMeasureItem.From)]);
    }

    public static async Task<ListOf<BestHourItem>> BestAsync(
        string account, string? campaign, [AsParameters] Paging paging, PostAccounts accounts, PostChoosing choosing, CancellationToken cancellation)
    {
        if (!accounts.IsKnown(account))
        {
            throw PostsApi.NoAccount.Because($"There is no account \"{ShownText.Name(account)}\" in posts.accounts.");
        }

        var its = string.IsNullOrEmpty(campaign) ? null : campaign;
        return paging.Of($"posts/best/{account}/{its}").Answer([.. (await choosing.HoursAsync(account, its, cancellation)).Select(BestHourItem.From)]);
    }
}
