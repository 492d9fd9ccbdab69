using System.Text.Json;
using Reelway.Sandbox.Tests.Facebook;

namespace Reelway.Sandbox.Tests.Control;

public sealed class ControlApiTests
{
    [Fact]
    public async Task The_state_holds_every_system_with_what_it_received()
    {
        await using var http = await SandboxHttp.StartAsync();
        await GraphCaller.Page(http).PublishAsync(GraphCaller.Bytes(10), ("title", "Größe „M“"));
        using var call = await http.PostJsonAsync("/webhooks/partner", """{"a":1}""");

        var state = await http.StateAsync();

        var video = state.GetProperty("facebook").GetProperty("videos")[0];
        Assert.Equal(("Größe „M“", 10L, "processing"), (video.GetProperty("title").GetString(), video.GetProperty("bytes").GetInt64(), video.GetProperty("status").GetString()));
        Assert.Equal("""{"a":1}""", state.GetProperty("webhooks").GetProperty("received")[0].GetProperty("body").GetString());
        Assert.Equal(http.Server.SmtpPort, state.GetProperty("smtp").GetProperty("port").GetInt32());
        Assert.Equal(
            ["start", "transfer", "finish"],
            state.GetProperty("facebook").GetProperty("requests").EnumerateArray().Select(request => request.GetProperty("detail").GetString()));
    }

    [Fact]
    public async Task Forgetting_the_state_brings_back_the_seed_and_deletes_the_files()
    {
        await using var http = await SandboxHttp.StartAsync();
        var page = GraphCaller.Page(http);
        await page.PublishAsync(GraphCaller.Bytes(10));
        var open = (await page.StartAsync(10)).Ok().GetProperty("upload_session_id").GetString()!;
        var file = http.Server.Facebook.Videos[0].File;
        http.Server.Facebook.RefuseToken(GraphCaller.UserToken, 463);

        using var answer = await http.SendAsync(HttpMethod.Delete, "/_sandbox/state");

        Assert.Equal(204, (int)answer.StatusCode);
        Assert.Empty(http.Server.Facebook.Videos);
        Assert.Empty(http.Server.Facebook.Requests.Entries);
        Assert.False(File.Exists(file));
        (await GraphCaller.User(http).GetAsync("me/accounts")).Ok();
        (await page.TransferAsync(open, 0, new byte[10])).Error(100, 33);
    }

    [Theory]
    [InlineData("""{"pollsUntilProcessed":-1}""")]
    [InlineData("""{"pollsUntilProcessd":1}""")]
    [InlineData("""{"mentions":"sometimes"}""")]
    [InlineData("""{"largestWindowBytes":1}""")]
    [InlineData("[1]")]
    public async Task Wrong_settings_are_refused_and_change_nothing(string json)
    {
        await using var http = await SandboxHttp.StartAsync();
        var before = http.Server.Facebook.Settings;

        using var answer = await http.SendAsync(HttpMethod.Patch, "/_sandbox/facebook/settings", new StringContent(json));

        Assert.Equal(400, (int)answer.StatusCode);
        Assert.NotEmpty(JsonDocument.Parse(await answer.Content.ReadAsStringAsync(SandboxHttp.Cancellation)).RootElement.GetProperty("detail").GetString()!);
        Assert.Equal(before, http.Server.Facebook.Settings);
    }
}
