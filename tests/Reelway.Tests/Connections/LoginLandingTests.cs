using System.Net;
using Reelway.Connections;
using Reelway.Frame.Cli;

namespace Reelway.Tests.Connections;

/// <summary>The port on which a browser comes back, over real sockets.</summary>
public sealed class LoginLandingTests : IDisposable
{
    private readonly HttpClient _browser = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly List<string> _said = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _browser.Dispose();

    [Fact]
    public async Task The_first_answer_counts_and_a_second_tab_is_told_so()
    {
        await using var landing = await OpenAsync();

        var (status, page) = await GoAsync($"{landing.Redirect}?code=AQone&state={landing.State}");
        var (again, _) = await GoAsync($"{landing.Redirect}?code=AQtwo&state={landing.State}");
        var answer = await landing.WaitAsync(Cancellation);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Conflict), (status, again));
        Assert.Contains("You can close this window", page, StringComparison.Ordinal);
        Assert.Equal(new LoginAnswer("AQone", Refusal: null), answer);
        Assert.DoesNotContain("AQone", page + answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?code=AQone")]
    [InlineData("?code=AQone&state=")]
    [InlineData("?code=AQone&state=0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("?error=access_denied&state=guess")]
    public async Task An_answer_to_another_dialog_is_refused_and_the_right_one_is_waited_for(string query)
    {
        await using var landing = await OpenAsync();

        var (status, _) = await GoAsync(landing.Redirect + query);
        await GoAsync(landing.Redirect + query);
        var answer = landing.WaitAsync(Cancellation);
        Assert.False(answer.IsCompleted);
        await GoAsync($"{landing.Redirect}?code=AQone&state={landing.State}#_=_");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("AQone", (await answer).Code);
        Assert.Contains("still waiting", Assert.Single(_said), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_is_told_in_the_dialogs_words()
    {
        await using var landing = await OpenAsync();

        await GoAsync($"{landing.Redirect}?error=access_denied&error_code=200&error_description=Permissions+error&error_reason=user_denied&state={landing.State}");

        Assert.Equal("Permissions error, user_denied, access_denied", (await landing.WaitAsync(Cancellation)).Refusal);
    }

    [Fact]
    public async Task What_browsers_ask_beside_the_answer_is_no_answer()
    {
        await using var landing = await OpenAsync();

        var icon = await GoAsync($"{landing.Redirect}favicon.ico");
        var nothing = await GoAsync($"{landing.Redirect}?state={landing.State}");
        using var posted = await _browser.PostAsync(new Uri($"{landing.Redirect}?code=AQone&state={landing.State}"), content: null, Cancellation);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.BadRequest, HttpStatusCode.NotFound), (icon.Status, nothing.Status, posted.StatusCode));
        Assert.False(landing.WaitAsync(Cancellation).IsCompleted);
    }

    [Fact]
    public async Task A_port_in_use_is_refused_with_a_sentence()
    {
        await using var first = await OpenAsync();

        var refused = await Assert.ThrowsAsync<CliException>(() => LoginLanding.OpenAsync(new Uri(first.Redirect).Port, _said.Add, Cancellation));

        Assert.Equal(ExitCode.Conflict, refused.ExitCode);
        Assert.Contains("--port", refused.Message, StringComparison.Ordinal);
    }

    private Task<LoginLanding> OpenAsync() => LoginLanding.OpenAsync(port: 0, _said.Add, Cancellation);

    private async Task<(HttpStatusCode Status, string Page)> GoAsync(string address)
    {
        using var answer = await _browser.GetAsync(new Uri(address), Cancellation);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }
}
