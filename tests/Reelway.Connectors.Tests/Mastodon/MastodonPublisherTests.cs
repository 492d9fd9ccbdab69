using Reelway.Connectors.Mastodon;
using Reelway.Connectors.Posting;
using Reelway.Contracts.Connectors;
using Reelway.Sandbox.Faults;
using Reelway.Sandbox.Mastodon;

namespace Reelway.Connectors.Tests.Mastodon;

public sealed class MastodonPublisherTests : PublisherContract
{
    protected override PublisherHarness Make() => new Network();

    private sealed class Network : PublisherHarness
    {
        private MastodonPosts _posts = null!;

        public override string Resident => "mastodon";

        public override IPostPublisher Publisher => _posts;

        public override IReadOnlyList<SeenPost> Posts
            => [.. Sandbox.Mastodon.Statuses.Select(status => new SeenPost(status.Id, status.Text, status.ReplyTo, [.. status.Media.Select(file => new SeenMedia(file.Sha256, file.Description))]))];

        public override FaultMatch Publishing => new() { Method = "POST", Path = "/api/v1/statuses" };

        public override bool RefusesDoubles => false;

        protected override int LongestText => 500;

        protected override void Connect()
            => _posts = MastodonPosts.Create(new MastodonOptions { Url = new Uri(Sandbox.HttpUrl, "mastodon"), AccessToken = new MastodonSandboxOptions().Token }, Http);
    }
}
