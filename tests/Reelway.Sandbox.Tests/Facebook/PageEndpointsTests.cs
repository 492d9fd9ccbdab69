using System.Text.Json;

namespace Reelway.Sandbox.Tests.Facebook;

public sealed class PageEndpointsTests
{
    [Fact]
    public async Task The_list_of_pages_is_cut_and_its_next_address_carries_the_token()
    {
        await using var http = await SandboxHttp.StartAsync();
        var names = new List<string>();
        var next = $"/facebook/graph/v23.0/me/accounts?limit=3&fields=id,name&access_token={GraphCaller.UserToken}";
        var pages = 0;

        while (next is not null)
        {
            using var answer = await http.SendAsync(HttpMethod.Get, next);
            var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(SandboxHttp.Cancellation)).RootElement;
            names.AddRange(json.GetProperty("data").EnumerateArray().Select(page => page.GetProperty("name").GetString()!));
            next = json.GetProperty("paging").TryGetProperty("next", out var address) ? address.GetString() : null;
            Assert.True(next is null || next.Contains(GraphCaller.UserToken, StringComparison.Ordinal));
            pages++;
        }

        Assert.Equal(2, pages);
        Assert.Equal(http.Server.Facebook.Pages.Select(page => page.Name), names);
    }

    [Fact]
    public async Task A_page_that_was_not_granted_comes_without_the_token_key()
    {
        await using var http = await SandboxHttp.StartAsync(new SandboxOptions
        {
            Facebook = new() { Pages = [new() { Id = "1", Name = "Granted", Token = "EAA1" }, new() { Id = "2", Name = "Not granted" }] },
        });

        var data = (await GraphCaller.User(http).GetAsync("me/accounts")).Ok().GetProperty("data");

        Assert.Equal("EAA1", data[0].GetProperty("access_token").GetString());
        Assert.False(data[1].TryGetProperty("access_token", out _));
    }

    [Theory]
    [InlineData("175000000000101")]
    [InlineData("harbourstage")]
    [InlineData("Harbour.Stage")]
    public async Task A_page_is_found_by_its_id_and_by_its_vanity_name(string name)
    {
        await using var http = await SandboxHttp.StartAsync();

        var page = (await GraphCaller.User(http).GetAsync(name + "?fields=id,name,username,link")).Ok();

        Assert.Equal("175000000000101", page.GetProperty("id").GetString());
        Assert.Equal("Harbour Stage", page.GetProperty("name").GetString());
        Assert.Equal("harbourstage", page.GetProperty("username").GetString());
        Assert.Equal("https://www.facebook.com/harbourstage", page.GetProperty("link").GetString());
    }

    [Fact]
    public async Task What_does_not_exist_is_an_invalid_parameter_with_its_sub_code()
    {
        await using var http = await SandboxHttp.StartAsync();

        (await GraphCaller.User(http).GetAsync("nobodyhere")).Error(100, 33);
        (await GraphCaller.Page(http).PostAsync("424242/feed", ("message", "x"))).Error(100, 33);
        (await GraphCaller.User(http).GetAsync("me/something")).Error(2500);
    }

    [Fact]
    public async Task Pages_are_found_by_a_word()
    {
        await using var http = await SandboxHttp.StartAsync();

        var data = (await GraphCaller.User(http).GetAsync("pages/search?q=STAGE&fields=id,name")).Ok().GetProperty("data");

        Assert.Equal(["Harbour Stage", "Lantern Stage"], data.EnumerateArray().Select(page => page.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task A_page_token_cannot_list_the_pages_of_the_user()
    {
        await using var http = await SandboxHttp.StartAsync();

        (await GraphCaller.Page(http).GetAsync("me/accounts")).Error(2500);
    }

    [Theory]
    [InlineData("v9.0")]
    [InlineData("latest")]
    [InlineData("v23")]
    public async Task A_version_that_is_out_of_service_is_refused(string version)
    {
        await using var http = await SandboxHttp.StartAsync();

        using var answer = await http.SendAsync(HttpMethod.Get, $"/facebook/graph/{version}/me?access_token={GraphCaller.UserToken}");

        Assert.Equal(400, (int)answer.StatusCode);
    }
}
