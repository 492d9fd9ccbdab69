using Reelway.Sandbox.Facebook;

namespace Reelway.Sandbox.Tests.Facebook;

public sealed class FeedEndpointsTests
{
    private const string Feed = GraphCaller.PageId + "/feed";

    [Fact]
    public async Task A_post_gets_an_id_of_page_and_post()
    {
        await using var http = await SandboxHttp.StartAsync();

        var id = (await GraphCaller.Page(http).PostAsync(Feed, ("message", "New: @[175000000000102]"), ("link", "https://example.com/talk"))).Ok().GetProperty("id").GetString()!;

        var post = Assert.Single(http.Server.Facebook.Posts);
        Assert.Equal((id, "New: @[175000000000102]", "https://example.com/talk"), (post.Id, post.Message, post.Link));
        Assert.StartsWith(GraphCaller.PageId + "_", id, StringComparison.Ordinal);
        Assert.Equal(["175000000000102"], post.Mentions);
        var listed = (await GraphCaller.Page(http).GetAsync(Feed + "?fields=id,message")).Ok().GetProperty("data")[0];
        Assert.Equal(id, listed.GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_post_with_a_link_may_have_a_button_that_leads_there()
    {
        await using var http = await SandboxHttp.StartAsync();

        (await PostWithButtonAsync(http, "https://example.com/talk", """{"type":"LEARN_MORE","value":{"link":"https://example.com/talk"}}""")).Ok();

        Assert.Equal("LEARN_MORE", Assert.Single(http.Server.Facebook.Posts).Button);
    }

    [Theory]
    [InlineData("https://example.com/talk", """{"type":"LOOK_HERE","value":{"link":"https://example.com/talk"}}""")]
    [InlineData("https://example.com/talk", """{"type":"learn_more","value":{"link":"https://example.com/talk"}}""")]
    [InlineData("https://example.com/talk", """{"type":"LEARN_MORE","value":{"link":"https://example.com/another"}}""")]
    [InlineData("https://example.com/talk", """{"type":"LEARN_MORE"}""")]
    [InlineData("https://example.com/talk", "LEARN_MORE")]
    [InlineData("", """{"type":"LEARN_MORE","value":{"link":"https://example.com/talk"}}""")]
    public async Task A_button_that_facebook_does_not_know_or_that_leads_elsewhere_is_refused(string link, string button)
    {
        await using var http = await SandboxHttp.StartAsync();

        (await PostWithButtonAsync(http, link, button)).Error(100);

        Assert.Empty(http.Server.Facebook.Posts);
    }

    [Fact]
    public async Task The_same_post_twice_in_a_row_is_refused_as_a_duplicate()
    {
        await using var http = await SandboxHttp.StartAsync();
        var page = GraphCaller.Page(http);
        (await page.PostAsync(Feed, ("message", "One"))).Ok();

        (await page.PostAsync(Feed, ("message", "One"))).Error(506);
        (await page.PostAsync(Feed, ("message", "Two"))).Ok();
        (await page.PostAsync(Feed, ("message", "One"))).Ok();

        Assert.Equal(3, http.Server.Facebook.Posts.Count);
    }

    [Fact]
    public async Task The_same_post_from_two_callers_at_once_exists_once()
    {
        await using var http = await SandboxHttp.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => GraphCaller.Page(http).PostAsync(Feed, ("message", "One"))));

        Assert.Single(answers, answer => answer.Status == 200);
        Assert.Single(http.Server.Facebook.Posts);
    }

    [Theory]
    [InlineData("https://www.facebook.com/harbourstage/videos/1/", 100, 1609008)]
    [InlineData("https://FACEBOOK.com/x", 100, 1609008)]
    [InlineData("not a link", 1609005, null)]
    [InlineData("file:///etc/passwd", 1609005, null)]
    public async Task A_link_that_cannot_be_shared_is_refused(string link, int code, int? subcode)
    {
        await using var http = await SandboxHttp.StartAsync();

        (await GraphCaller.Page(http).PostAsync(Feed, ("message", "x"), ("link", link))).Error(code, subcode);

        Assert.Empty(http.Server.Facebook.Posts);
    }

    [Fact]
    public async Task An_empty_and_an_overlong_post_are_refused()
    {
        await using var http = await SandboxHttp.StartAsync();
        var page = GraphCaller.Page(http);

        (await page.PostAsync(Feed)).Error(100);
        (await page.PostAsync(Feed, ("message", new string('x', 63_207)))).Error(100);
        (await page.PostAsync(Feed, ("message", new string('x', 63_206)))).Ok();
        (await page.PostAsync(Feed, ("attached_media[0]", "{broken"))).Error(100);
        (await page.PostAsync(Feed, ("attached_media[0]", """{"media_fbid":"123"}"""))).Error(100);

        Assert.Single(http.Server.Facebook.Posts);
    }

    [Fact]
    public async Task Only_the_token_of_the_page_itself_may_post()
    {
        await using var http = await SandboxHttp.StartAsync();

        (await new GraphCaller(http, GraphCaller.OtherPageToken).PostAsync(Feed, ("message", "x"))).Error(200);
        (await GraphCaller.User(http).PostAsync(Feed, ("message", "x"))).Error(210);
    }

    [Fact]
    public async Task A_mention_without_the_feature_can_refuse_the_post()
    {
        await using var http = await SandboxHttp.StartAsync();
        http.Server.Facebook.Settings = new FacebookSettings { Mentions = MentionFeature.Refused };

        (await GraphCaller.Page(http).PostAsync(Feed, ("message", "@[175000000000102]"))).Error(10);
    }

    private static Task<GraphAnswer> PostWithButtonAsync(SandboxHttp http, string link, string button)
        => GraphCaller.Page(http).PostAsync(Feed, ("message", "New"), ("link", link), ("call_to_action", button));
}
