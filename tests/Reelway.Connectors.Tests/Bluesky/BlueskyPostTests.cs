using Reelway.Connectors.Bluesky;
using Reelway.Connectors.Posting;
using Reelway.Sandbox.Bluesky;
using Reelway.Sandbox.Faults;

namespace Reelway.Connectors.Tests.Bluesky;

/// <summary>Bluesky's own ways, against the stand-in.</summary>
public sealed class BlueskyPostTests : IAsyncLifetime
{
    private readonly BlueskyNetwork _network = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IPostPublisher Posts => _network.Publisher;

    public async ValueTask InitializeAsync() => await _network.StartAsync(Cancellation);

    public ValueTask DisposeAsync() => _network.DisposeAsync();

    [Fact]
    public async Task A_post_with_a_key_is_written_once_however_often_it_is_sent()
    {
        var post = new OutgoingPost("Hello") { Key = "owls-1" };

        var first = await Posts.PublishAsync(post, Cancellation);
        var again = await Posts.PublishAsync(post with { MayBeOut = DateTimeOffset.UnixEpoch }, Cancellation);

        Assert.Equal(first, again);
        Assert.Single(_network.Posts);
    }

    [Fact]
    public async Task A_post_without_a_key_is_found_by_its_text()
    {
        var post = new OutgoingPost("Hello");
        var published = await Posts.PublishAsync(post, Cancellation);
        await Posts.PublishAsync(new OutgoingPost("Another"), Cancellation);

        Assert.Equal(published, await Posts.FindAsync(post, DateTimeOffset.UnixEpoch, Cancellation));
    }

    [Fact]
    public async Task Links_and_hashtags_are_told_by_the_bytes_that_they_are()
    {
        await Posts.PublishAsync(new OutgoingPost("✨ Größe: https://example.org/owls_(a). #Owls2026, C# and (#日本)"), Cancellation);

        Assert.Equal(
            ["https://example.org/owls_(a) > https://example.org/owls_(a)", "#Owls2026 > Owls2026", "#日本 > 日本"],
            Assert.Single(_network.Bluesky.Skeets).Links);
    }

    [Fact]
    public async Task Every_part_of_a_thread_names_the_first_one()
    {
        var one = await Posts.PublishAsync(new OutgoingPost("1/3"), Cancellation);
        var two = await Posts.PublishAsync(new OutgoingPost("2/3") { InReplyTo = one.Id }, Cancellation);
        await Posts.PublishAsync(new OutgoingPost("3/3") { InReplyTo = two.Id }, Cancellation);

        Assert.Equal([(null, null), (one.Id, one.Id), (two.Id, one.Id)], _network.Bluesky.Skeets.Select(post => (post.ReplyTo, post.Root)));
    }

    [Fact]
    public async Task A_token_that_has_ended_is_renewed_and_a_session_is_begun_once()
    {
        await Posts.PublishAsync(new OutgoingPost("One"), Cancellation);
        _network.Order(FaultEffect.ExpireToken, _network.Publishing);
        await Posts.PublishAsync(new OutgoingPost("Two"), Cancellation);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(number => Posts.PublishAsync(new OutgoingPost($"More {number}"), Cancellation)));

        Assert.Equal(7, _network.Posts.Count);
        Assert.Equal(1, _network.Bluesky.SessionsBegun);
    }

    [Fact]
    public async Task An_upload_that_is_forgotten_is_to_be_made_again()
    {
        using var content = new MemoryStream(new byte[1000]);
        var picture = new PostMedia("image/png", "An owl");
        picture = picture with { Asset = await Posts.UploadAsync(picture, content, Cancellation) };
        _network.Bluesky.Settings = new BlueskySettings { BlobMinutes = 0 };

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => Posts.PublishAsync(new OutgoingPost("Look") { Media = [picture] }, Cancellation));

        Assert.Equal((CallFault.Permanent, PostFaults.MediaRefused), (fault.Kind, fault.RemoteCode));
    }

    [Theory]
    [InlineData("👨‍👩‍👧‍👦", 120, false)]
    [InlineData("👨‍👩‍👧‍👦", 121, true)]
    [InlineData("x", 301, true)]
    public void Letters_and_bytes_are_both_counted(string text, int times, bool isRefused)
        => Assert.Equal(isRefused, Posts.Check(new OutgoingPost(string.Concat(Enumerable.Repeat(text, times)))).Count > 0);

    [Fact]
    public void The_name_of_a_post_is_always_the_same_for_its_key()
    {
        Assert.Equal(BlueskyKey.Of("owls-1"), BlueskyKey.Of("owls-1"));
        Assert.NotEqual(BlueskyKey.Of("owls-1"), BlueskyKey.Of("owls-2"));
        Assert.All([BlueskyKey.Of("owls-1"), BlueskyKey.New(DateTimeOffset.UnixEpoch.AddYears(56))], name => Assert.Matches("^[2-7a-j][2-7a-z]{12}$", name));
    }
}
