using Reelway.Connectors.LinkedIn;
using Reelway.Connectors.Posting;
using Reelway.Contracts.Connectors;
using Reelway.Sandbox.Faults;
using Reelway.Sandbox.LinkedIn;

namespace Reelway.Connectors.Tests.LinkedIn;

/// <summary>An organisation, whose posts can be listed and measured.</summary>
public sealed class LinkedInOrganisationPublisherTests : PublisherContract
{
    protected override PublisherHarness Make() => new LinkedInNetwork("5515715");
}

/// <summary>A person, of whom nothing can be read back.</summary>
public sealed class LinkedInPersonPublisherTests : PublisherContract
{
    protected override PublisherHarness Make() => new LinkedInNetwork(author: null);
}

internal sealed class LinkedInNetwork(string? author) : PublisherHarness
{
    private LinkedInPosts _posts = null!;

    public override string Resident => "linkedin";

    public override IPostPublisher Publisher => _posts;

    public override IReadOnlyList<SeenPost> Posts
        => [.. Sandbox.LinkedIn.Shares.Select(share => new SeenPost(share.Urn, share.Text, share.CommentOn, [.. share.Media.Select(media => new SeenMedia(media.Sha256, media.AltText))]))];

    public override FaultMatch Publishing => new() { Method = "POST", Path = "/rest/posts" };

    protected override int LongestText => 3000;

    // LinkedIn's quota is the day's, and the day ends at midnight wherever one is.
    public override (TimeSpan Least, TimeSpan Most) WaitAfter(TimeSpan named) => (TimeSpan.Zero, TimeSpan.FromDays(1));

    protected override void Connect()
    {
        var options = new LinkedInSandboxOptions();
        _posts = LinkedInPosts.Create(
            new LinkedInOptions { Author = author, AccessToken = options.Members[0].Token, Url = new Uri(Sandbox.HttpUrl, "linkedin"), LoginUrl = new Uri(Sandbox.HttpUrl, "linkedin") },
            new ConnectionTools(Http, Log, TimeProvider.System));
    }
}
