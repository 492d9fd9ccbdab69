using Reelway.Connectors.Bluesky;
using Reelway.Connectors.Posting;
using Reelway.Contracts.Connectors;
using Reelway.Sandbox.Bluesky;
using Reelway.Sandbox.Faults;

namespace Reelway.Connectors.Tests.Bluesky;

public sealed class BlueskyPublisherTests : PublisherContract
{
    protected override PublisherHarness Make() => new BlueskyNetwork();
}

internal sealed class BlueskyNetwork : PublisherHarness
{
    private BlueskyPosts _posts = null!;

    public override string Resident => "bluesky";

    public override IPostPublisher Publisher => _posts;

    public override IReadOnlyList<SeenPost> Posts
        => [.. Sandbox.Bluesky.Skeets.Select(post => new SeenPost(post.Uri, post.Text, post.ReplyTo, [.. post.Media.Select(file => new SeenMedia(file.Sha256, file.Alt))]))];

    public override FaultMatch Publishing => new() { Method = "POST", Path = "/xrpc/com.atproto.repo.putRecord" };

    public override bool RefusesDoubles => false;

    protected override int LongestText => 300;

    internal BlueskySandbox Bluesky => Sandbox.Bluesky;

    // A token that ends is renewed without anybody.
    public override void EndCredentials() => Sandbox.Bluesky.Lock();

    protected override void Connect()
    {
        var world = new BlueskySandboxOptions();
        _posts = BlueskyPosts.Create(new BlueskyOptions { Handle = world.Handle, AppPassword = world.AppPassword, Url = new Uri(Sandbox.HttpUrl, "bluesky") }, Http);
    }
}
