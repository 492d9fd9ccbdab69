using Reelway.Connectors.Posting;
using Reelway.Sandbox.Facebook;
using Reelway.Sandbox.Faults;

namespace Reelway.Connectors.Tests.Facebook;

/// <summary>Facebook's own ways with posts, against the stand-in.</summary>
public sealed class FacebookPostTests : IAsyncLifetime
{
    private readonly FacebookNetwork _network = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IPostPublisher Posts => _network.Publisher;

    public async ValueTask InitializeAsync() => await _network.StartAsync(Cancellation);

    public ValueTask DisposeAsync() => _network.DisposeAsync();

    [Fact]
    public async Task One_figure_that_is_not_served_any_more_does_not_cost_the_others()
    {
        var post = await Posts.PublishAsync(new OutgoingPost("Hello"), Cancellation);
        await Posts.PublishAsync(new OutgoingPost("A comment") { InReplyTo = post.Id }, Cancellation);

        Assert.Equal(new PostMeasure(Likes: 8, Reposts: 2, Replies: 1, Impressions: 240, Clicks: 5), await Posts.MeasureAsync(post.Id, Cancellation));
        _network.Facebook.Settings = new FacebookSettings { DeadMetrics = ["post_media_view"] };

        Assert.Equal(
            new PostMeasure(Likes: 8, Reposts: 2, Replies: 1, Impressions: null, Clicks: 5) { Unread = "Facebook does not count post_media_view any more." },
            await Posts.MeasureAsync(post.Id, Cancellation));
    }

    [Fact]
    public async Task Figures_that_a_permission_is_missing_for_are_not_waited_for()
    {
        var post = await Posts.PublishAsync(new OutgoingPost("Hello"), Cancellation);
        _network.Order(FaultEffect.Status, new FaultMatch { Method = "GET", Path = "*/insights" }, code: 10);

        var measure = await Posts.MeasureAsync(post.Id, Cancellation);

        Assert.Contains("read_insights", measure.Unread, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_post_that_is_shown_late_is_found_when_it_is_there()
    {
        var post = new OutgoingPost("Hello");
        _network.Facebook.Settings = new FacebookSettings { PostLagMs = 60_000 };
        var published = await Posts.PublishAsync(post, Cancellation);

        Assert.Null(await Posts.FindAsync(post, DateTimeOffset.UnixEpoch, Cancellation));
        _network.Facebook.Settings = new FacebookSettings();
        Assert.Equal(published, await Posts.FindAsync(post, DateTimeOffset.UnixEpoch, Cancellation));
    }

    [Fact]
    public async Task A_video_whose_last_answer_was_lost_is_known_by_its_id()
    {
        using var content = new MemoryStream(new byte[300_000]);
        var video = new PostMedia("video/mp4");
        video = video with { Asset = await Posts.UploadAsync(video, content, Cancellation) };
        var post = new OutgoingPost("Watch") { Media = [video] };

        Assert.Null(await Posts.FindAsync(post, DateTimeOffset.UnixEpoch, Cancellation));
        _network.Order(FaultEffect.LostAnswer, new FaultMatch { Method = "POST", Path = "*/videos" });
        var fault = await Assert.ThrowsAsync<ConnectorException>(() => Posts.PublishAsync(post, Cancellation));
        var found = await Posts.FindAsync(post, DateTimeOffset.UnixEpoch, Cancellation);

        Assert.True(fault.OutcomeUnknown);
        Assert.Equal(Assert.Single(_network.Facebook.Videos).Id, found?.Id);
        await Posts.EditAsync(found!.Id, "Watch it", Cancellation);
        Assert.Equal("Watch it", Assert.Single(_network.Facebook.Videos).Description);
        await Posts.DeleteAsync(found.Id, Cancellation);
        Assert.Empty(_network.Facebook.Videos);
    }

    [Fact]
    public async Task Without_a_page_of_its_own_a_connection_with_several_pages_says_which_there_are()
    {
        using var posts = _network.Connect(page: null);

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => posts.PublishAsync(new OutgoingPost("Hello"), Cancellation));

        Assert.Equal(CallFault.Permanent, fault.Kind);
        Assert.Contains("fernwoodconf", fault.Message, StringComparison.Ordinal);
        Assert.Empty(_network.Posts);
    }

    [Fact]
    public async Task A_page_is_named_by_its_vanity_name_too()
    {
        using var posts = _network.Connect("facebook.com/fernwoodconf");

        await posts.PublishAsync(new OutgoingPost("Hello"), Cancellation);

        Assert.Equal(new FacebookSandboxOptions().Pages.Single(page => page.Username == "fernwoodconf").Id, Assert.Single(_network.Facebook.Posts).PageId);
    }
}
