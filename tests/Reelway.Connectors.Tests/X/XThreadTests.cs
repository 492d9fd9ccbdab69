using Reelway.Connectors.Posting;
using Reelway.Connectors.X;
using Reelway.Contracts.Connectors;
using Reelway.Sandbox;
using Reelway.Sandbox.X;

namespace Reelway.Connectors.Tests.X;

/// <summary>What X does with threads, media and figures in its own way.</summary>
public sealed class XThreadTests : IAsyncLifetime
{
    private readonly CapturedLog _log = new();
    private readonly MovedClock _clock = new();
    private ConnectorHttp _http = null!;
    private SandboxServer _sandbox = null!;
    private XPosts _posts = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var world = new XSandboxOptions();
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions { X = world, Time = _clock }, Cancellation);
        _http = new ConnectorHttp(_clock, _log);
        _posts = XPosts.Create(
            new XOptions
            {
                ApiKey = world.ApiKey,
                ApiKeySecret = world.ApiKeySecret,
                AccessToken = world.Accounts[0].Token,
                AccessTokenSecret = world.Accounts[0].TokenSecret,
                Url = new Uri(_sandbox.HttpUrl, "x"),
            },
            new ConnectionTools(_http, _http.Logs, _http.Clock));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _sandbox.DisposeAsync();
        _log.Dispose();
    }

    [Fact]
    public async Task The_parts_of_a_thread_stand_in_one_conversation_each_below_the_one_before()
    {
        var one = await _posts.PublishAsync(new OutgoingPost("1/3"), Cancellation);
        var two = await _posts.PublishAsync(new OutgoingPost("2/3") { InReplyTo = one.Id }, Cancellation);
        await _posts.PublishAsync(new OutgoingPost("3/3") { InReplyTo = two.Id }, Cancellation);

        Assert.Equal([(null, one.Id), (one.Id, one.Id), (two.Id, one.Id)], _sandbox.X.Tweets.Select(tweet => (tweet.ReplyTo, tweet.Conversation)));
    }

    [Fact]
    public async Task A_part_that_comes_too_soon_for_X_is_sent_again_after_some_seconds()
    {
        _sandbox.X.Settings = new XSettings { ReplyLagMs = 3_000 };
        var one = await _posts.PublishAsync(new OutgoingPost("1/2"), Cancellation);
        var answer = new OutgoingPost("2/2") { InReplyTo = one.Id };

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => _posts.PublishAsync(answer, Cancellation));
        _clock.Offset += fault.RetryAfter!.Value;
        await _posts.PublishAsync(answer, Cancellation);

        Assert.Equal((CallFault.Transient, false, TimeSpan.FromSeconds(5)), (fault.Kind, fault.OutcomeUnknown, fault.RetryAfter));
        Assert.Equal(2, _sandbox.X.Tweets.Count);
    }

    [Fact]
    public async Task An_answer_is_not_taken_for_a_post_of_the_same_text()
    {
        var one = await _posts.PublishAsync(new OutgoingPost("Owls"), Cancellation);
        _sandbox.X.Settings = new XSettings { DuplicateMinutes = 0 };
        var answer = await _posts.PublishAsync(new OutgoingPost("Owls") { InReplyTo = one.Id }, Cancellation);

        Assert.Equal(one, await _posts.FindAsync(new OutgoingPost("Owls"), DateTimeOffset.UnixEpoch, Cancellation));
        Assert.Equal(answer, await _posts.FindAsync(new OutgoingPost("Owls") { InReplyTo = one.Id }, DateTimeOffset.UnixEpoch, Cancellation));
    }

    [Fact]
    public async Task A_video_that_X_can_not_use_is_refused_with_a_code_of_its_own()
    {
        _sandbox.X.Settings = new XSettings { MediaLooks = 0, FailsMedia = true };
        using var content = new MemoryStream(new byte[1000]);
        var video = new PostMedia("video/mp4");
        video = video with { Asset = await _posts.UploadAsync(video, content, Cancellation) };

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => _posts.StateAsync(video, Cancellation));

        Assert.Equal((CallFault.Permanent, PostFaults.MediaRefused), (fault.Kind, fault.RemoteCode));
        Assert.Contains("Unsupported video format", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Media_that_X_has_forgotten_is_to_be_uploaded_again()
    {
        using var content = new MemoryStream(new byte[1000]);
        var picture = new PostMedia("image/jpeg");
        picture = picture with { Asset = await _posts.UploadAsync(picture, content, Cancellation) };
        _clock.Offset += TimeSpan.FromHours(25);

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => _posts.PublishAsync(new OutgoingPost("Late") { Media = [picture] }, Cancellation));

        Assert.Equal((CallFault.Permanent, PostFaults.MediaRefused), (fault.Kind, fault.RemoteCode));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Figures_are_read_by_both_of_their_names_and_clicks_for_thirty_days(bool hasNewNames)
    {
        _sandbox.X.Settings = new XSettings { HasNewNames = hasNewNames };
        var post = await _posts.PublishAsync(new OutgoingPost("Count me"), Cancellation);

        Assert.Equal(new PostMeasure(Likes: 3, Reposts: 1, Replies: 0, Impressions: 120, Clicks: 4), await _posts.MeasureAsync(post.Id, Cancellation));
        _clock.Offset += TimeSpan.FromDays(31);
        var late = await _posts.MeasureAsync(post.Id, Cancellation);

        Assert.Equal((3, 120, null), (late.Likes, late.Impressions, late.Clicks));
        Assert.Contains("last 30 days", late.Unread, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Figures_of_a_post_that_is_gone_are_not_waited_for()
    {
        var fault = await Assert.ThrowsAsync<ConnectorException>(() => _posts.MeasureAsync("1716462083000999999", Cancellation));

        Assert.Equal((CallFault.Permanent, PostFaults.Gone), (fault.Kind, fault.RemoteCode));
    }

    [Fact]
    public async Task A_timeline_that_begins_with_an_empty_page_is_read_on()
    {
        var post = await _posts.PublishAsync(new OutgoingPost("Owls"), Cancellation);
        _sandbox.X.Settings = new XSettings { HasEmptyPages = true };

        Assert.Equal(post, await _posts.FindAsync(new OutgoingPost("Owls"), DateTimeOffset.UnixEpoch, Cancellation));
    }

    [Fact]
    public async Task Long_after_its_attempt_a_post_is_found_behind_many_others_by_one_read()
    {
        _sandbox.X.Settings = new XSettings { PostsPerWindow = 1000 };
        var since = _clock.GetUtcNow();
        var post = await _posts.PublishAsync(new OutgoingPost("Owls"), Cancellation);
        _clock.Offset += TimeSpan.FromHours(3);
        for (var number = 0; number < 40; number++)
        {
            await _posts.PublishAsync(new OutgoingPost($"Later {number}"), Cancellation);
        }

        var before = _sandbox.X.Requests.Total;
        Assert.Equal(post, await _posts.FindAsync(new OutgoingPost("Owls"), since, Cancellation));

        Assert.Equal(1, _sandbox.X.Requests.Total - before);
    }

    [Fact]
    public async Task A_post_that_came_through_only_at_a_later_attempt_is_found_among_the_newest()
    {
        var since = _clock.GetUtcNow();
        _clock.Offset += TimeSpan.FromHours(3);
        var post = await _posts.PublishAsync(new OutgoingPost("Owls"), Cancellation);

        Assert.Equal(post, await _posts.FindAsync(new OutgoingPost("Owls"), since, Cancellation));
    }

    private sealed class MovedClock : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Offset;
    }
}
