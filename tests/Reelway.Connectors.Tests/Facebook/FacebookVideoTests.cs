using System.Net;
using Reelway.Connectors.Facebook;
using Reelway.Contracts.Connectors;

namespace Reelway.Connectors.Tests.Facebook;

public sealed class FacebookVideoTests
{
    private const string Page = FacebookHarness.PageId;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("uploading", FacebookVideoStatus.Uploading)]
    [InlineData("upload_complete", FacebookVideoStatus.Processing)]
    [InlineData("processing", FacebookVideoStatus.Processing)]
    [InlineData("ready", FacebookVideoStatus.Ready)]
    [InlineData("error", FacebookVideoStatus.Error)]
    [InlineData("upload_failed", FacebookVideoStatus.Error)]
    [InlineData("expired", FacebookVideoStatus.Expired)]
    [InlineData("in_limbo", FacebookVideoStatus.Unknown)]
    public async Task Each_word_for_the_status_is_known(string word, FacebookVideoStatus status)
        => Assert.Equal(status, (await FindAsync($$$"""{"id":"77","status":{"video_status":"{{{word}}}"}}"""))!.Status);

    [Theory]
    [InlineData("""{"id":"77"}""", null)]
    [InlineData("""{"id":"77","permalink_url":""}""", null)]
    [InlineData("""{"id":"77","permalink_url":"https://fb.watch/x/"}""", "https://fb.watch/x/")]
    [InlineData("""{"id":77,"permalink_url":"//evil.test/x"}""", "https://www.facebook.com//evil.test/x")]
    public async Task Links_are_absolute_or_not_there(string answer, string? expected)
        => Assert.Equal(expected, (await FindAsync(answer))!.Permalink?.AbsoluteUri);

    [Theory]
    [InlineData("""{"status":"error","error":[{"message":"Codec"}],"errors":"Other"}""", "Other|Codec")]
    [InlineData("""{"status":"error","errors":[{"code":9}]}""", "{\"code\":9}")]
    [InlineData("""{"status":"error","errors":null,"error":5}""", "")]
    public async Task What_went_wrong_with_a_video_is_told_in_either_spelling(string phase, string expected)
    {
        var video = await FindAsync($$$"""{"id":"77","status":{"video_status":"error","processing_phase":{{{phase}}}}}""");

        Assert.Equal(expected, string.Join('|', video!.Errors));
    }

    [Fact]
    public async Task Another_invalid_parameter_is_a_fault()
    {
        await using var harness = new FacebookHarness();
        harness.Server.AnswerNext(FacebookHarness.Error(400, 100));

        await Assert.ThrowsAsync<ConnectorException>(() => harness.Pages.FindVideoAsync(Page, "77", Cancellation));
    }

    [Fact]
    public async Task A_changed_title_is_sent_as_name()
    {
        await using var harness = new FacebookHarness();
        harness.Server.AnswerNext(ScriptedAnswer.Json("""{"success":true}"""));

        await harness.Pages.UpdateVideoAsync(Page, "77", "New & better", null, Cancellation);
        await harness.Pages.UpdateVideoAsync(Page, "77", null, null, Cancellation);

        var request = Assert.Single(harness.Server.Received);
        Assert.Equal("/v23.0/77", request.Target);
        Assert.StartsWith("name=New+%26+better&access_token=", request.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("description", request.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_post_carries_message_and_link()
    {
        await using var harness = new FacebookHarness();
        harness.Server.AnswerNext(ScriptedAnswer.Json("""{"id":"1_2"}"""));

        var id = await harness.Pages.PostToFeedAsync(Page, new FeedPost("Größe @[123]", new Uri("https://example.org/a?b=c&d=é")), Cancellation);

        Assert.Equal("1_2", id);
        var request = Assert.Single(harness.Server.Received);
        Assert.Equal($"/v23.0/{Page}/feed", request.Target);
        Assert.Contains("message=" + WebUtility.UrlEncode("Größe @[123]"), request.Body, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("link=" + WebUtility.UrlEncode("https://example.org/a?b=c&d=%C3%A9"), request.Body, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("Watch", "https://www.facebook.com/page/videos/1/", "Watch\nhttps://www.facebook.com/page/videos/1/")]
    [InlineData(null, "https://fb.watch/x/", "https://fb.watch/x/")]
    [InlineData("Watch https://fb.watch/x/ now", "https://fb.watch/x/", "Watch https://fb.watch/x/ now")]
    public async Task A_link_to_facebook_itself_goes_into_the_message(string? message, string link, string expected)
    {
        await using var harness = new FacebookHarness();
        harness.Server.AnswerNext(ScriptedAnswer.Json("""{"id":"1_2"}"""));

        await harness.Pages.PostToFeedAsync(Page, new FeedPost(message, new Uri(link)), Cancellation);

        var request = Assert.Single(harness.Server.Received);
        Assert.Contains("message=" + WebUtility.UrlEncode(expected) + "&", request.Body, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("link=", request.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_button_goes_with_the_link_that_it_leads_to()
    {
        await using var harness = new FacebookHarness(change: options => new FacebookOptions
        {
            GraphUrl = options.GraphUrl,
            PageTokens = options.PageTokens,
        });
        harness.Server.AnswerNext(ScriptedAnswer.Json("""{"id":"1_2"}"""));

        await harness.Pages.PostToFeedAsync(
            Page, new FeedPost("Watch & wonder", null) { Button = new CallToAction(ButtonLabel.BuyTickets, new Uri("https://example.org/tickets?a=1")) }, Cancellation);

        Assert.Equal(
            "message=Watch+%26+wonder"
            + "&call_to_action=%7B%22type%22%3A%22BUY_TICKETS%22%2C%22value%22%3A%7B%22link%22%3A%22https%3A%2F%2Fexample.org%2Ftickets%3Fa%3D1%22%7D%7D"
            + "&link=https%3A%2F%2Fexample.org%2Ftickets%3Fa%3D1"
            + $"&access_token={FacebookHarness.PageToken}",
            Assert.Single(harness.Server.Received).Body);
    }

    [Theory]
    [InlineData(null, "https://www.facebook.com/page/videos/1/")]
    [InlineData("https://example.org/one", "https://example.org/two")]
    public async Task A_button_that_leads_elsewhere_is_never_sent(string? link, string button)
    {
        await using var harness = new FacebookHarness();
        var post = new FeedPost("Watch", link is null ? null : new Uri(link)) { Button = new CallToAction(ButtonLabel.LearnMore, new Uri(button)) };

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => harness.Pages.PostToFeedAsync(Page, post, Cancellation));

        Assert.Equal(CallFault.Permanent, fault.Kind);
        Assert.Empty(harness.Server.Received);
    }

    [Fact]
    public async Task An_empty_post_is_never_sent()
    {
        await using var harness = new FacebookHarness();

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => harness.Pages.PostToFeedAsync(Page, new FeedPost("", null), Cancellation));

        Assert.Equal(CallFault.Permanent, fault.Kind);
        Assert.Empty(harness.Server.Received);
    }

    private static async Task<FacebookVideo?> FindAsync(string answer)
    {
        await using var harness = new FacebookHarness();
        harness.Server.AnswerNext(ScriptedAnswer.Json(answer));
        return await harness.Pages.FindVideoAsync(Page, "77", Cancellation);
    }
}
