using Reelway.Connectors.Posting;
using Reelway.Connectors.X;
using Reelway.Contracts.Connectors;
using Reelway.Sandbox.Faults;
using Reelway.Sandbox.X;

namespace Reelway.Connectors.Tests.X;

public sealed class XPublisherTests : PublisherContract
{
    protected override PublisherHarness Make() => new Network();

    private sealed class Network : PublisherHarness
    {
        private XPosts _posts = null!;

        public override string Resident => "x";

        public override IPostPublisher Publisher => _posts;

        public override IReadOnlyList<SeenPost> Posts
            => [.. Sandbox.X.Tweets.Select(tweet => new SeenPost(tweet.Id, tweet.Text, tweet.ReplyTo, [.. tweet.Media.Select(media => new SeenMedia(media.Sha256, media.AltText))]))];

        public override FaultMatch Publishing => new() { Method = "POST", Path = "/2/tweets" };

        protected override int LongestText => 280;

        protected override void Connect()
        {
            var options = new XSandboxOptions();
            _posts = XPosts.Create(
                new XOptions
                {
                    ApiKey = options.ApiKey,
                    ApiKeySecret = options.ApiKeySecret,
                    AccessToken = options.Accounts[0].Token,
                    AccessTokenSecret = options.Accounts[0].TokenSecret,
                    Url = new Uri(Sandbox.HttpUrl, "x"),
                },
                new ConnectionTools(Http, Http.Logs, Http.Clock));
        }
    }
}
