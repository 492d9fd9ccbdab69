using System.Security.Cryptography;
using Reelway.Connectors;
using Reelway.Connectors.Posting;
using Reelway.Sandbox.Faults;

namespace Reelway.Contracts.Connectors;

/// <summary>What every network's publisher keeps to. A new one adds a subclass with its harness, and no new assertions.</summary>
public abstract class PublisherContract : IAsyncLifetime
{
    // What one network or another has a meaning of its own for; and a link that has some of it.
    private static readonly OutgoingPost Post = new("Größe & <Owls> (free) {today} snake_case ~5 * 2\n#launch @desk 🦉: https://example.org/owls_(a)?x=1&y=2") { Key = "launch-1" };

    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(1);

    private PublisherHarness _network = null!;

    private IPostPublisher Publisher => _network.Publisher;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static DateTimeOffset Before => TimeProvider.System.GetUtcNow() - ClockDifference;

    public async ValueTask InitializeAsync()
    {
        _network = Make();
        await _network.StartAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _network.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_post_is_out_once_letter_by_letter_and_where_its_link_says()
    {
        Assert.Empty(Publisher.Check(Post));

        var published = await Publisher.PublishAsync(Post, Cancellation);

        var seen = Assert.Single(_network.Posts);
        Assert.Equal((Post.Text, seen.Id, null), (seen.Text, published.Id, seen.AnswerTo));
        Assert.Equal(Uri.UriSchemeHttps, published.Link.Scheme);
        Assert.Contains(seen.Id.Split(':', '_', '/')[^1], Uri.UnescapeDataString(published.Link.AbsoluteUri), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_post_is_found_by_its_text_and_not_before_its_time()
    {
        var published = await Publisher.PublishAsync(Post, Cancellation);
        if (!Publisher.Network.CanFind)
        {
            Assert.Null(await Publisher.FindAsync(Post, Before, Cancellation));
            return;
        }

        Assert.Equal(published, await Publisher.FindAsync(Post, Before, Cancellation));
        Assert.Null(await Publisher.FindAsync(Post with { Text = "Another", Key = "other" }, Before, Cancellation));
        Assert.Null(await Publisher.FindAsync(Post, TimeProvider.System.GetUtcNow() + ClockDifference, Cancellation));
    }

    [Fact]
    public async Task A_post_whose_answer_was_lost_is_out_once_and_can_be_known()
    {
        _network.Order(FaultEffect.LostAnswer, _network.Publishing);
        var began = TimeProvider.System.GetUtcNow();

        var fault = await FailAsync(Post);
        var found = await Publisher.FindAsync(Post, Before, Cancellation)
            ?? (Publisher.Network.RepeatsFor > TimeSpan.Zero ? await Publisher.PublishAsync(Post with { MayBeOut = began }, Cancellation) : null);

        Assert.Equal((CallFault.Transient, true), (fault.Kind, fault.OutcomeUnknown));
        Assert.Equal(Assert.Single(_network.Posts).Id, found?.Id);
    }

    [Fact]
    public async Task A_post_that_got_nowhere_is_not_found()
    {
        _network.Order(FaultEffect.Cut, _network.Publishing);

        var fault = await FailAsync(Post);

        Assert.True(fault.OutcomeUnknown);
        Assert.Null(await Publisher.FindAsync(Post, Before, Cancellation));
        Assert.Empty(_network.Posts);
    }

    [Fact]
    public async Task The_same_again_is_refused_with_a_code_of_its_own()
    {
        await Publisher.PublishAsync(Post, Cancellation);
        if (!_network.RefusesDoubles)
        {
            await Publisher.PublishAsync(Post with { Key = "launch-2" }, Cancellation);
            Assert.Equal(2, _network.Posts.Count);
            return;
        }

        var fault = await FailAsync(Post);

        Assert.Equal((CallFault.Permanent, PostFaults.Duplicate), (fault.Kind, fault.RemoteCode));
        Assert.Single(_network.Posts);
    }

    [Fact]
    public async Task What_the_check_lets_through_is_what_the_network_takes()
    {
        var longest = new OutgoingPost(_network.Longest);
        var longer = new OutgoingPost(_network.Longest + "x");

        Assert.Empty(Publisher.Check(longest));
        await Publisher.PublishAsync(longest, Cancellation);
        Assert.Equal("message", Assert.Single(Publisher.Check(longer)).Field);
        Assert.Equal(CallFault.Permanent, (await FailAsync(longer)).Kind);
        Assert.Single(_network.Posts);
    }

    [Fact]
    public async Task Dead_credentials_hold_up_the_connection_and_nothing_is_out()
    {
        _network.EndCredentials();

        var fault = await FailAsync(Post);
        var again = await FailAsync(Post);

        Assert.All([fault, again], one => Assert.Equal((CallFault.Auth, false), (one.Kind, one.OutcomeUnknown)));
        Assert.NotNull(fault.Scope);
        Assert.Empty(_network.Posts);
    }

    [Fact]
    public async Task A_rate_limit_is_waited_for_as_long_as_the_network_says()
    {
        _network.Order(FaultEffect.RateLimit, _network.Publishing, minutes: 7);

        var fault = await FailAsync(Post);

        var (least, most) = _network.WaitAfter(TimeSpan.FromMinutes(7));
        Assert.Equal((CallFault.RateLimited, false), (fault.Kind, fault.OutcomeUnknown));
        Assert.InRange(fault.RetryAfter!.Value, least, most);
        Assert.Empty(_network.Posts);
    }

    [Fact]
    public async Task Pictures_are_uploaded_and_shown_in_their_order_with_what_is_said_of_them()
    {
        var (one, first) = await UploadAsync(new PostMedia("image/jpeg", "An owl (at night)"), 70_000);
        var (two, second) = await UploadAsync(new PostMedia("image/png", "Two owls"), 40_000);
        var post = Post with { Media = [one, two] };

        Assert.Empty(Publisher.Check(post));
        var published = await Publisher.PublishAsync(post, Cancellation);

        var seen = Assert.Single(_network.Posts);
        Assert.Equal([new(first, "An owl (at night)"), new(second, "Two owls")], seen.Media);
        Assert.Equal(Publisher.Network.CanFind ? published : null, await Publisher.FindAsync(post, Before, Cancellation));
    }

    [Fact]
    public async Task A_video_is_uploaded_in_pieces_waited_for_and_shown()
    {
        if (_network.Video is not { } wanted)
        {
            Assert.NotEmpty(Publisher.Check(Post with { Media = [new("video/mp4")] }));
            return;
        }

        var (video, hash) = await UploadAsync(wanted, (5 * 1024 * 1024) + 123);

        await Publisher.PublishAsync(Post with { Media = [video] }, Cancellation);

        var seen = Assert.Single(_network.Posts);
        Assert.Equal((Post.Text, hash), (seen.Text, Assert.Single(seen.Media).Sha256));
    }

    [Fact]
    public void What_a_network_does_not_show_is_refused_before()
    {
        var problems = Publisher.Check(Post with { Media = [new("application/pdf"), .. Enumerable.Repeat(new PostMedia("image/jpeg"), 30)] });

        Assert.Contains(problems, problem => problem.Field == "media/0");
        Assert.Contains(problems, problem => problem.Field == "media");
        Assert.Equal("message", Assert.Single(Publisher.Check(new OutgoingPost(" "))).Field);
    }

    [Fact]
    public async Task An_answer_stands_below_its_post_and_is_found_there()
    {
        var first = await Publisher.PublishAsync(Post, Cancellation);
        var answer = new OutgoingPost("The slides (all of them): https://example.org/slides") { InReplyTo = first.Id, Key = "launch-1/1" };

        Assert.Empty(Publisher.Check(answer));
        var second = await Publisher.PublishAsync(answer, Cancellation);

        Assert.True(Publisher.Network is { HasThreads: true } or { HasComments: true });
        Assert.Equal([(Post.Text, null), (answer.Text, first.Id)], _network.Posts.Select(post => (post.Text, post.AnswerTo)));
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(Publisher.Network.CanFind ? second : null, await Publisher.FindAsync(answer, Before, Cancellation));
    }

    [Fact]
    public async Task A_post_is_deleted_and_once_more_does_no_harm()
    {
        var published = await Publisher.PublishAsync(Post, Cancellation);

        await Publisher.DeleteAsync(published.Id, Cancellation);
        await Publisher.DeleteAsync(published.Id, Cancellation);

        Assert.Empty(_network.Posts);
    }

    [Fact]
    public async Task A_text_is_changed_where_the_network_allows_it()
    {
        var published = await Publisher.PublishAsync(Post, Cancellation);
        const string Other = "Größe (again) #launch";
        if (!Publisher.Network.CanEdit)
        {
            var refused = await Assert.ThrowsAsync<ConnectorException>(() => Publisher.EditAsync(published.Id, Other, Cancellation));
            Assert.Equal(CallFault.Permanent, refused.Kind);
            return;
        }

        await Publisher.EditAsync(published.Id, Other, Cancellation);

        Assert.Equal((published.Id, Other), (Assert.Single(_network.Posts).Id, _network.Posts[0].Text));
    }

    [Fact]
    public async Task A_post_is_measured_or_it_is_said_why_it_is_not()
    {
        var published = await Publisher.PublishAsync(Post, Cancellation);

        var measure = await Publisher.MeasureAsync(published.Id, Cancellation);

        Assert.True(measure.Likes is > 0 || measure.Unread is { Length: > 20 });
    }

    /// <summary>The network, not started.</summary>
    protected abstract PublisherHarness Make();

    private async Task<(PostMedia Media, string Sha256)> UploadAsync(PostMedia media, int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        using var content = new MemoryStream(bytes);
        var uploaded = media with { Bytes = length, Asset = await Publisher.UploadAsync(media with { Bytes = length }, content, Cancellation) };
        for (var looks = 0; !(await Publisher.StateAsync(uploaded, Cancellation)).IsReady; looks++)
        {
            Assert.InRange(looks, 0, 10);
        }

        return (uploaded, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    private Task<ConnectorException> FailAsync(OutgoingPost post) => Assert.ThrowsAsync<ConnectorException>(() => Publisher.PublishAsync(post, Cancellation));
}
