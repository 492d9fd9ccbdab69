using Reelway.Connectors.Facebook;
using Reelway.Connectors.Posting;
using Reelway.Contracts.Connectors;
using Reelway.Sandbox.Facebook;
using Reelway.Sandbox.Faults;

namespace Reelway.Connectors.Tests.Facebook;

public sealed class FacebookPublisherTests : PublisherContract
{
    protected override PublisherHarness Make() => new FacebookNetwork();
}

internal sealed class FacebookNetwork : PublisherHarness
{
    private FacebookPosts _posts = null!;

    public override string Resident => "facebook";

    public override IPostPublisher Publisher => _posts;

    public override IReadOnlyList<SeenPost> Posts =>
    [
        .. Sandbox.Facebook.Posts.Select(post => new SeenPost(post.Id, post.Message, null, [.. post.AttachedMedia.Select(id => Sandbox.Facebook.FindPhoto(id)!).Select(photo => new SeenMedia(photo.Sha256, photo.AltText))])),
        .. Sandbox.Facebook.Videos.Where(video => video.Sha256 is not null).Select(video => new SeenPost(video.Id, video.Description, null, [new SeenMedia(video.Sha256, null)])),
        .. Sandbox.Facebook.Comments.Select(comment => new SeenPost(comment.Id, comment.Message, comment.On, [])),
    ];

    public override FaultMatch Publishing => new() { Method = "POST", Path = "*/feed" };

    protected override int LongestText => 63_206;

    // The page's token alone would be fetched again.
    public override void EndCredentials()
    {
        var world = new FacebookSandboxOptions();
        Assert.True(Sandbox.Facebook.RefuseToken(world.Pages[0].Token!, 463) && Sandbox.Facebook.RefuseToken(world.UserToken, 463));
    }

    internal FacebookSandbox Facebook => Sandbox.Facebook;

    public FacebookPosts Connect(string? page)
    {
        var world = new FacebookSandboxOptions();
        return FacebookPosts.Create(
            new FacebookOptions
            {
                GraphUrl = new Uri(Sandbox.HttpUrl, "/facebook/graph"),
                VideoUrl = new Uri(Sandbox.HttpUrl, "/facebook/graph-video"),
                AppId = world.AppId,
                AppSecret = world.AppSecret,
                AccessToken = world.UserToken,
                Page = page,
            },
            new ConnectionTools(Http, Log, TimeProvider.System));
    }

    protected override void Connect() => _posts = Connect(new FacebookSandboxOptions().Pages[0].Id);
}
