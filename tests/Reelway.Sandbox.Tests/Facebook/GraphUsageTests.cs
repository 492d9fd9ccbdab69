using System.Globalization;
using System.Text.Json;
using Reelway.Sandbox.Facebook;

namespace Reelway.Sandbox.Tests.Facebook;

public sealed class GraphUsageTests
{
    [Fact]
    public async Task Usage_headers_climb_until_the_page_is_throttled_with_the_minutes_to_wait()
    {
        await using var http = await SandboxHttp.StartAsync();
        http.Server.Facebook.Settings = new FacebookSettings { CallsPerHour = 4 };
        var page = GraphCaller.Page(http);
        var percents = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            percents.Add(Usage(await page.GetAsync(GraphCaller.PageId)).GetProperty("call_count").GetInt32());
        }

        var throttled = await page.GetAsync(GraphCaller.PageId);

        Assert.Equal([25, 50, 75, 100], percents);
        throttled.Error(32);
        Assert.Equal(30, Usage(throttled).GetProperty("estimated_time_to_regain_access").GetInt32());
        (await new GraphCaller(http, GraphCaller.OtherPageToken).GetAsync(GraphCaller.PageId)).Ok();
    }

    [Fact]
    public async Task Calls_while_throttled_put_the_end_off()
    {
        var time = new ManualTime();
        await using var http = await SandboxHttp.StartAsync(new SandboxOptions { Time = time });
        http.Server.Facebook.Settings = new FacebookSettings { CallsPerHour = 1 };
        var user = GraphCaller.User(http);
        (await user.GetAsync("me")).Ok();
        (await user.GetAsync("me")).Error(17);

        time.Advance(TimeSpan.FromMinutes(59));
        (await user.GetAsync("me")).Error(17);
        time.Advance(TimeSpan.FromMinutes(29));
        (await user.GetAsync("me")).Error(17);
        time.Advance(TimeSpan.FromMinutes(60));

        (await user.GetAsync("me")).Ok();
    }

    [Theory]
    [InlineData(4)]
    [InlineData(17)]
    [InlineData(32)]
    [InlineData(368)]
    [InlineData(613)]
    [InlineData(80001)]
    public async Task Every_throttle_code_comes_on_order(int code)
    {
        await using var http = await SandboxHttp.StartAsync();
        await http.OrderFaultAsync($$"""{"system":"facebook","effect":"rate-limit","code":{{code.ToString(CultureInfo.InvariantCulture)}},"minutes":19}""");
        var page = GraphCaller.Page(http);

        var answer = await page.GetAsync(GraphCaller.PageId);

        answer.Error(code);
        Assert.Equal(400, answer.Status);
        Assert.Equal(code is 4 or 17, answer.Headers.ContainsKey("X-App-Usage"));
        if (code is not (4 or 17))
        {
            Assert.Equal(19, Usage(answer).GetProperty("estimated_time_to_regain_access").GetInt32());
        }

        (await page.GetAsync(GraphCaller.PageId)).Ok();
    }

    private static JsonElement Usage(GraphAnswer answer)
        => JsonDocument.Parse(answer.Headers["X-Business-Use-Case-Usage"]).RootElement.GetProperty(GraphCaller.PageId)[0];
}
