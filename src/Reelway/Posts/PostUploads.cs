using Reelway.Connections;
using Reelway.Connectors.Posting;
using Reelway.Engine;

namespace Reelway.Posts;

/// <summary>The steps that bring a post's pictures and videos to its network. All of them may be repeated.</summary>
internal sealed class PostUploads(PostFiles files, PostAccounts accounts, ConnectionPool connections)
{
    /// <summary>The steps <c>upload:N</c>: the file as it is now.</summary>
    public async Task<PostMedia> UploadAsync(BegunPost post, PostFile file, IStep step)
    {
        var publisher = await connections.UseAsync<IPostPublisher>(step, accounts.Require(post.Account).Connection);
        var (media, content) = await files.OpenAsync(file, step.Cancellation);
        await using (content)
        {
            return media with { Asset = await publisher.UploadAsync(media, content, step.Cancellation) };
        }
    }

    /// <summary>The steps <c>ready:N</c>.</summary>
    /// <returns>Null while the network still works on the file.</returns>
    public async Task<PostMedia?> WhenReadyAsync(BegunPost post, PostMedia media, IStep step)
    {
        var publisher = await connections.UseAsync<IPostPublisher>(step, accounts.Require(post.Account).Connection);
        return (await publisher.StateAsync(media, step.Cancellation)).IsReady ? media : null;
    }
}
