using Reelway.Connectors.Facebook;
using Reelway.Contracts.Connectors;

namespace Reelway.Connectors.Tests.Facebook;

public sealed class FacebookPagesTests
{
    private const string Page = FacebookHarness.PageId;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_are_listed_to_the_end_also_past_an_empty_part()
    {
        await using var harness = Unconfigured();
        harness.Server.AnswerNext(
            Accounts("""{"id":"11","name":"One","username":"one","access_token":"EAABtokenOfPageOne1","tasks":["CREATE_CONTENT"]}""", "https://graph.facebook.com/v23.0/77/accounts?access_token=EAABleak1234567&limit=100&after=MTc1"),
            Accounts("", "https://graph.facebook.com/v23.0/77/accounts?limit=100&after=MTc2"),
            Accounts("""{"id":"22","name":"Two","tasks":["CREATE_CONTENT"]},{"id":"33","name":"Three","access_token":"EAABtokenOfPage33","tasks":["ANALYZE"]}""", null));

        var pages = await harness.Pages.ListPagesAsync(Cancellation);

        Assert.Equal(["11", "22", "33"], pages.Select(page => page.Id));
        // The second has no token (it was not selected at the login), the third one no right.
        Assert.Equal([true, false, false], pages.Select(page => page.CanPublish));
        Assert.Equal("one", pages[0].Username);
        Assert.Contains("after=MTc1", harness.Server.Received[1].Target, StringComparison.Ordinal);
        Assert.All(harness.Server.Received, request => Assert.StartsWith("/v23.0/me/accounts?", request.Target, StringComparison.Ordinal));
        Assert.All(harness.Server.Received, request => Assert.Contains($"access_token={FacebookHarness.UserToken}", request.Target, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_list_that_never_ends_is_given_up()
    {
        await using var harness = Unconfigured();
        harness.Server.Otherwise = _ => Accounts("""{"id":"11","name":"One"}""", "https://graph.facebook.com/next?after=same");

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => harness.Pages.ListPagesAsync(Cancellation));

        Assert.Equal(CallFault.Permanent, fault.Kind);
    }

    [Theory]
    [InlineData("22")]
    [InlineData("1755847768034402")]
    [InlineData("binate.io")]
    [InlineData("BinateIO")]
    [InlineData("@binate.io")]
    [InlineData("https://www.facebook.com/binate.io/?ref=page_internal")]
    [InlineData("http://facebook.com/binate.io")]
    [InlineData("m.facebook.com/binate.io/videos")]
    [InlineData("https://www.facebook.com/pg/binate.io/about")]
    [InlineData("https://www.facebook.com/profile.php?id=1755847768034402")]
    [InlineData("https://www.facebook.com/Binate-Io-1755847768034402/")]
    [InlineData("https://www.facebook.com/pages/Binate/1755847768034402?x=1")]
    [InlineData("https://www.facebook.com/p/Binate-1755847768034402/")]
    public async Task A_page_is_found_by_whatever_people_write(string text)
    {
        await using var harness = Unconfigured();
        harness.Server.Otherwise = request => request.Path.EndsWith("/me/accounts", StringComparison.Ordinal)
            ? Accounts("""{"id":"1755847768034402","name":"Binate","username":"binate.io","access_token":"EAABtokenOfBinate1","tasks":["CREATE_CONTENT"]}""", null)
            : ScriptedAnswer.Json("""{"id":"1755847768034402","name":"Binate"}""");

        var page = await harness.Pages.ResolvePageAsync(text, Cancellation);

        Assert.Equal("1755847768034402", page.Id);
        Assert.True(page.CanPublish);
    }

    [Fact]
    public async Task A_page_of_others_is_found_but_can_not_be_published_on()
    {
        await using var harness = Unconfigured();
        harness.Server.AnswerNext(Accounts("", null), ScriptedAnswer.Json("""{"id":"44","name":"Collision","username":"collisionconf"}"""));

        var page = await harness.Pages.ResolvePageAsync("https://www.facebook.com/collisionconf/?ref=x", Cancellation);

        Assert.Equal(new FacebookPage("44", "Collision", "collisionconf", null, page.Tasks, HasToken: false), page);
        Assert.False(page.CanPublish);
        Assert.StartsWith("/v23.0/collisionconf?", harness.Server.Received[1].Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_is_not_there_is_a_fault_that_names_the_ones_that_are()
    {
        await using var harness = Unconfigured();
        harness.Server.AnswerNext(
            Accounts("""{"id":"11","name":"One","username":"one.conf","access_token":"EAABtokenOfPageOne1"}""", null),
            FacebookHarness.Error(404, 803, message: "(#803) Cannot query users by their username (onne.conf)"));

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => harness.Pages.ResolvePageAsync("onne.conf", Cancellation));

        Assert.Equal(CallFault.Permanent, fault.Kind);
        Assert.Contains("onne.conf", fault.Message, StringComparison.Ordinal);
        Assert.Contains("One (one.conf)", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("https://www.facebook.com/")]
    [InlineData("https://example.org/collisionconf")]
    [InlineData("https://www.facebook.com.example.org/collisionconf")]
    [InlineData("../me/accounts")]
    [InlineData("a b")]
    [InlineData("https://www.facebook.com/profile.php?id=../me")]
    public async Task What_names_no_page_is_never_sent(string text)
    {
        await using var harness = Unconfigured();

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => harness.Pages.ResolvePageAsync(text, Cancellation));

        Assert.Equal(CallFault.Permanent, fault.Kind);
        Assert.Empty(harness.Server.Received);
    }

    [Fact]
    public async Task Calls_are_signed_with_the_proof_of_the_very_token_they_carry()
    {
        await using var harness = Unconfigured();
        harness.Server.AnswerNext(
            Accounts("""{"id":"11","name":"One","access_token":"EAABtokenOfPageOne1"}""", null), ScriptedAnswer.Json("""{"id":"77"}"""));

        await harness.Pages.FindVideoAsync("11", "77", Cancellation);

        var (list, video) = (harness.Server.Received[0], harness.Server.Received[1]);
        Assert.Contains($"appsecret_proof={FacebookClient.Proof(FacebookHarness.AppSecret, FacebookHarness.UserToken)}", list.Target, StringComparison.Ordinal);
        Assert.Contains($"appsecret_proof={FacebookClient.Proof(FacebookHarness.AppSecret, "EAABtokenOfPageOne1")}", video.Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_token_is_fetched_once_for_calls_at_the_same_time()
    {
        await using var harness = Unconfigured();
        harness.Server.Otherwise = request => request.Path.EndsWith("/me/accounts", StringComparison.Ordinal)
            ? Accounts("""{"id":"11","name":"One","access_token":"EAABtokenOfPageOne1"}""", null)
            : ScriptedAnswer.Json("""{"id":"77"}""");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => harness.Pages.FindVideoAsync("11", "77", Cancellation)));

        Assert.Single(harness.Server.Received, request => request.Path.EndsWith("/me/accounts", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refused_page_token_is_replaced_once_and_the_call_repeated()
    {
        await using var harness = new FacebookHarness();
        harness.Server.AnswerNext(
            FacebookHarness.Error(400, 190, 460),
            Accounts($$"""{"id":"{{Page}}","name":"One","access_token":"EAABfreshTokenOfPage"}""", null),
            ScriptedAnswer.Json("""{"id":"1_2"}"""));

        Assert.Equal("1_2", await harness.Pages.PostToFeedAsync(Page, new FeedPost("Hello", null), Cancellation));

        Assert.Contains("EAABfreshTokenOfPage", harness.Server.Received[2].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_whose_fresh_token_is_the_refused_one_needs_a_login()
    {
        await using var harness = new FacebookHarness();
        harness.Server.AnswerNext(
            FacebookHarness.Error(400, 190, 460), Accounts($$"""{"id":"{{Page}}","name":"One","access_token":"{{FacebookHarness.PageToken}}"}""", null));

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => harness.Pages.PostToFeedAsync(Page, new FeedPost("Hello", null), Cancellation));

        Assert.Equal((CallFault.Auth, $"facebook:page:{Page}"), (fault.Kind, fault.Scope));
        Assert.Equal(2, harness.Server.Received.Count);
    }

    [Fact]
    public async Task A_page_without_a_token_holds_up_that_page_only()
    {
        await using var harness = Unconfigured();
        harness.Server.Otherwise = _ => Accounts("""{"id":"11","name":"One"}""", null);

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => harness.Pages.StartUploadAsync("11", 100, Cancellation));

        Assert.Equal((CallFault.Auth, "facebook:page:11"), (fault.Kind, fault.Scope));
        Assert.Contains("facebook:page:11", harness.Pages.Scopes("11"));
    }

    [Fact]
    public async Task Ids_can_not_lead_a_call_elsewhere()
    {
        await using var harness = new FacebookHarness();
        harness.Server.AnswerNext(ScriptedAnswer.Json("""{"id":"77"}"""));

        await harness.Pages.FindVideoAsync(Page, "77/../me?x=#", Cancellation);

        Assert.StartsWith("/v23.0/77%2F..%2Fme%3Fx%3D%23?fields=", harness.Server.Received[0].Target, StringComparison.Ordinal);
    }

    /// <summary>Without configured page tokens: they come from the account.</summary>
    private static FacebookHarness Unconfigured() => new(change: options => new FacebookOptions
    {
        Connection = options.Connection,
        AppId = options.AppId,
        AppSecret = options.AppSecret,
        AccessToken = options.AccessToken,
        GraphUrl = options.GraphUrl,
        VideoUrl = options.VideoUrl,
    });

    private static ScriptedAnswer Accounts(string rows, string? next)
    {
        var link = next is null ? "" : $",\"next\":\"{next}\"";
        return ScriptedAnswer.Json($$$"""{"data":[{{{rows}}}],"paging":{"cursors":{"before":"a","after":"b"}{{{link}}}}}""");
    }
}
