using System.Net;
using System.Web;

namespace Reelway.Sandbox.Tests.Facebook;

/// <summary>The login dialog and the exchange of its codes; the test plays the browser and the app.</summary>
public sealed class LoginDialogTests
{
    private const string Redirect = "http://localhost:4711/";
    private const string AllScopes = "pages_show_list,pages_read_engagement,pages_manage_posts";

    private static readonly Dictionary<string, string> Asked = new()
    {
        ["client_id"] = "138000000000042",
        ["redirect_uri"] = Redirect,
        ["state"] = "one&two=3",
        ["scope"] = AllScopes,
    };

    [Fact]
    public async Task A_code_is_good_for_one_token()
    {
        await using var http = await SandboxHttp.StartAsync();

        var back = await AnswerAsync(http, "continue", AllScopes);
        var token = (await RedeemAsync(http, back["code"]!)).Ok();

        Assert.Equal("one&two=3", back["state"]);
        Assert.InRange(token.GetProperty("expires_in").GetInt64(), 7_000, 7_200);
        (await new GraphCaller(http, token.GetProperty("access_token").GetString()!).GetAsync("me/accounts")).Ok();
        (await RedeemAsync(http, back["code"]!)).Error(100, 36009);
    }

    [Fact]
    public async Task A_code_is_for_the_app_and_the_address_that_it_was_made_for()
    {
        await using var http = await SandboxHttp.StartAsync();
        var code = (await AnswerAsync(http, "continue", AllScopes))["code"]!;

        (await RedeemAsync(http, code, redirect: "http://localhost:4711")).Error(100, 36008);
        (await RedeemAsync(http, code, secret: "guess")).Error(1);
        (await RedeemAsync(http, code, app: "1")).Error(101);
        (await RedeemAsync(http, "AQnobodysCode")).Error(100);
        (await RedeemAsync(http, code)).Ok();
    }

    [Fact]
    public async Task A_code_ends_after_ten_minutes()
    {
        var time = new ManualTime();
        await using var http = await SandboxHttp.StartAsync(new SandboxOptions { Time = time });
        var code = (await AnswerAsync(http, "continue", AllScopes))["code"]!;

        time.Advance(TimeSpan.FromMinutes(10));

        (await RedeemAsync(http, code)).Error(100, 36007);
    }

    [Fact]
    public async Task Whoever_cancels_sends_the_browser_back_with_a_reason_and_no_code()
    {
        await using var http = await SandboxHttp.StartAsync();

        var back = await AnswerAsync(http, "cancel", AllScopes);

        Assert.Equal(("access_denied", "user_denied", null), (back["error"], back["error_reason"], back["code"]));
    }

    [Fact]
    public async Task What_is_not_granted_is_not_in_the_token()
    {
        await using var http = await SandboxHttp.StartAsync();
        var code = (await AnswerAsync(http, "continue", "pages_show_list,pages_read_engagement,made_up"))["code"]!;
        var token = (await RedeemAsync(http, code)).Ok().GetProperty("access_token").GetString()!;

        var seen = (await new GraphCaller(http, GraphCaller.AppToken).GetAsync("debug_token?input_token=" + token)).Ok().GetProperty("data");
        var page = (await new GraphCaller(http, token).GetAsync("me/accounts")).Ok().GetProperty("data")[0].GetProperty("access_token").GetString()!;

        Assert.Equal(["pages_show_list", "pages_read_engagement"], seen.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()));
        (await new GraphCaller(http, page).PostAsync($"{GraphCaller.PageId}/feed", ("message", "Hello"))).Error(200);
    }

    [Theory]
    [InlineData("client_id", "1")]
    [InlineData("redirect_uri", "http://127.0.0.1:4711/")]
    [InlineData("redirect_uri", "https://example.org/")]
    [InlineData("state", "")]
    [InlineData("scope", "pages_show_list,made_up")]
    [InlineData("response_type", "token")]
    public async Task The_dialog_refuses_what_does_not_belong_to_the_app(string name, string value)
    {
        await using var http = await SandboxHttp.StartAsync();
        var asked = new Dictionary<string, string>(Asked) { [name] = value };

        using var shown = await http.SendAsync(HttpMethod.Get, Address(asked));

        Assert.Equal(HttpStatusCode.BadRequest, shown.StatusCode);
    }

    private static async Task<System.Collections.Specialized.NameValueCollection> AnswerAsync(SandboxHttp http, string answer, string granted)
    {
        using var shown = await http.SendAsync(HttpMethod.Get, Address(Asked));
        Assert.Contains("pages_manage_posts", await shown.Content.ReadAsStringAsync(SandboxHttp.Cancellation), StringComparison.Ordinal);
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var browser = new HttpClient(handler);
        var form = granted.Split(',').Select(scope => KeyValuePair.Create("granted", scope)).Append(KeyValuePair.Create("answer", answer)).Concat(Asked);
        using var back = await browser.PostAsync(new Uri(http.Server.HttpUrl, "/facebook/www/v23.0/dialog/oauth"), new FormUrlEncodedContent(form), SandboxHttp.Cancellation);
        var location = back.Headers.Location!.OriginalString;
        Assert.Equal(HttpStatusCode.Found, back.StatusCode);
        Assert.StartsWith(Redirect + "?", location, StringComparison.Ordinal);
        return HttpUtility.ParseQueryString(new Uri(location).Query);
    }

    private static Task<GraphAnswer> RedeemAsync(
        SandboxHttp http, string code, string redirect = Redirect, string app = "138000000000042", string secret = "sandbox-app-secret")
        => new GraphCaller(http, "").GetAsync(
            $"oauth/access_token?client_id={app}&redirect_uri={Uri.EscapeDataString(redirect)}&client_secret={secret}&code={code}");

    private static string Address(Dictionary<string, string> asked)
        => "/facebook/www/v23.0/dialog/oauth?" + string.Join('&', asked.Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value)}"));
}
