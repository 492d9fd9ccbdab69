using Reelway.Events;
using Reelway.Facts;
using Reelway.Storage;

namespace Reelway.Posts;

/// <summary>What is announced of an accepted change, once for all networks of a reference: with the last row that it changes.</summary>
internal sealed record PostAnnouncement(string Reference, string Platforms, string Accounts, DateTimeOffset Scheduled)
{
    public static PostAnnouncement Of(IReadOnlyList<PostRow> posts, DateTimeOffset scheduled) => new(
        posts[0].Reference, string.Join(", ", posts.Select(post => post.Platform)), string.Join(", ", posts.Select(post => post.Account)), scheduled);

    /// <summary>Records it inside the transaction that changes the row.</summary>
    public Task RecordAsync(IDbSession session, PostId post, long revision, long ms) => EventStore.RecordAsync(
        session, new PostScheduled(post.ToString(), Reference, Platforms, Accounts, PostTimes.Write(Scheduled)), $"{revision}", DateTimeOffset.FromUnixTimeMilliseconds(ms));
}
