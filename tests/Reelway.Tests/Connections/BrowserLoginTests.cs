using System.Net;
using System.Web;
using Reelway.Frame.Cli;
using Reelway.Sandbox;
using Reelway.Tests.Hosting.Cli;
using FacebookSandboxOptions = Reelway.Sandbox.Facebook.FacebookSandboxOptions;

namespace Reelway.Tests.Connections;

/// <summary>Logging in with a browser through the real program; the test plays the browser and the person before it.</summary>
public sealed class BrowserLoginTests : IAsyncLifetime
{
    private readonly FacebookSandboxOptions _world = new();
    private readonly List<CliRun> _runs = [];
    private readonly HttpClient _browser = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly TaskCompletionSource<Uri> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SandboxServer _sandbox = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _sandbox = await SandboxServer.StartAsync(new SandboxOptions { Facebook = _world }, Cancellation);

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        _runs.ForEach(run => run.Dispose());
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task A_person_who_grants_all_is_logged_in()
    {
        var cli = Cli();
        var login = cli.RunAsync("connections", "login", "facebook", "--json");
        var dialog = await _opened.Task;
        var back = await AnswerAsync(dialog, "continue");
        using var page = await _browser.GetAsync(back, Cancellation);
        var ended = await login;
        var check = await cli.RunAsync("connections", "check", "facebook");
        var list = await cli.RunAsync("connections", "list", "--json");

        Assert.True(ended.ExitCode == ExitCode.Ok, ended.Error);
        Assert.Equal(("4 pages", "good"), (ended.Json.Text("reaches"), ended.Json.GetProperty("connection").Text("health")));
        Assert.Equal((HttpStatusCode.OK, ExitCode.Ok), (page.StatusCode, check.ExitCode));
        var listed = list.Json.GetProperty("items")[0];
        Assert.All(listed.GetProperty("check").GetProperty("permissions").EnumerateArray(), permission => Assert.True(permission.GetProperty("granted").GetBoolean()));
        Assert.NotNull(listed.Text("lastGoodAt"));
        Assert.NotNull(listed.GetProperty("check").Text("expiresAt"));
        Assert.Contains(dialog.AbsoluteUri, ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("EAA", ended.Out + ended.Error, StringComparison.Ordinal);
        var query = HttpUtility.ParseQueryString(dialog.Query);
        Assert.Equal(("pages_show_list,pages_read_engagement,pages_manage_posts", "code", "rerequest"), (query["scope"], query["response_type"], query["auth_type"]));
        Assert.True(new Uri(query["redirect_uri"]!).IsLoopback);
        Assert.True(query["state"]!.Length >= 32);
    }

    [Fact]
    public async Task Whoever_grants_less_is_told_what_is_missing()
    {
        var cli = Cli();
        var login = cli.RunAsync("connections", "login", "facebook", "--json");
        using var page = await _browser.GetAsync(await AnswerAsync(await _opened.Task, "continue", "pages_show_list", "pages_read_engagement"), Cancellation);
        var ended = await login;

        Assert.Contains("Not granted: pages_manage_posts", ended.Json.GetProperty("warnings")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Connection, ended.ExitCode);
        Assert.Contains("missing pages_manage_posts", (await cli.RunAsync("connections", "list")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_dialog_changes_nothing()
    {
        var cli = Cli();
        var login = cli.RunAsync("connections", "login", "facebook");
        using var page = await _browser.GetAsync(await AnswerAsync(await _opened.Task, "cancel"), Cancellation);
        var ended = await login;
        var check = await cli.RunAsync("connections", "check", "facebook");

        Assert.Equal((ExitCode.Connection, ExitCode.Connection), (ended.ExitCode, check.ExitCode));
        Assert.Contains("user_denied", ended.Error, StringComparison.Ordinal);
        Assert.Contains("no user token", check.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_that_is_used_already_is_refused()
    {
        var login = Cli().RunAsync("connections", "login", "facebook");
        var back = await AnswerAsync(await _opened.Task, "continue");
        var query = HttpUtility.ParseQueryString(back.Query);
        var exchange = $"facebook/graph/v23.0/oauth/access_token?client_id={_world.AppId}&client_secret={_world.AppSecret}"
            + $"&redirect_uri={Uri.EscapeDataString(back.GetLeftPart(UriPartial.Path))}&code={query["code"]}";
        using var thief = await _browser.GetAsync(new Uri(_sandbox.HttpUrl, exchange), Cancellation);
        using var page = await _browser.GetAsync(back, Cancellation);
        var ended = await login;

        Assert.Equal((HttpStatusCode.OK, ExitCode.Unusable), (thief.StatusCode, ended.ExitCode));
        Assert.Contains("has been used", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(query["code"]!, ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_waited_for_without_end()
    {
        var ended = await Cli().RunAsync("connections", "login", "facebook", "--wait", "100ms");

        Assert.Equal(ExitCode.Connection, ended.ExitCode);
        Assert.Contains("within 100ms", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupt_ends_the_waiting()
    {
        using var stop = new StopRequests();
        var login = Cli().RunAsync(stop, "connections", "login", "facebook", "--browser");
        var dialog = await _opened.Task;
        stop.Request(interrupted: true);

        Assert.Equal(ExitCode.Interrupted, (await login).ExitCode);
        var redirect = new Uri(HttpUtility.ParseQueryString(dialog.Query)["redirect_uri"]!);
        await Assert.ThrowsAsync<HttpRequestException>(() => _browser.GetAsync(redirect, Cancellation));
    }

    [Fact]
    public async Task Without_an_app_a_token_is_asked_for()
    {
        var cli = Cli(typed: $"{_sandbox.Facebook.LogIn()}\n", app: "");

        var ended = await cli.RunAsync("connections", "login", "facebook");

        Assert.True(ended.ExitCode == ExitCode.Ok, ended.Error);
        Assert.Contains("has no app that a browser could log in to", ended.Error, StringComparison.Ordinal);
        Assert.False(_opened.Task.IsCompleted);
    }

    [Theory]
    [InlineData("--port", "70000")]
    [InlineData("--wait", "soon")]
    [InlineData("--browser", "--paste")]
    public async Task Options_that_make_no_sense_are_refused(string one, string other)
        => Assert.Equal(ExitCode.Usage, (await Cli().RunAsync("connections", "login", "facebook", one, other)).ExitCode);

    private async Task<Uri> AnswerAsync(Uri dialog, string answer, params string[] granted)
    {
        using var shown = await _browser.GetAsync(dialog, Cancellation);
        var asked = HttpUtility.ParseQueryString(dialog.Query);
        var form = asked.AllKeys.Select(name => KeyValuePair.Create(name!, asked[name]!)).Append(KeyValuePair.Create("answer", answer))
            .Concat((granted.Length > 0 ? granted : asked["scope"]!.Split(',')).Select(scope => KeyValuePair.Create("granted", scope)));
        using var back = await _browser.PostAsync(dialog.GetLeftPart(UriPartial.Path), new FormUrlEncodedContent(form), Cancellation);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Found), (shown.StatusCode, back.StatusCode));
        return back.Headers.Location!;
    }

    private CliRun Cli(string typed = "", string? app = null)
    {
        var run = new CliRun { Typed = typed, Browser = _opened.SetResult };
        _runs.Add(run);
        return run.With("reelway.yaml", $$"""
            connections:
              facebook:
                connector: facebook
                graph_url: {{_sandbox.HttpUrl}}facebook/graph
                video_url: {{_sandbox.HttpUrl}}facebook/graph-video
                login_url: {{_sandbox.HttpUrl}}facebook/www
            {{app ?? $"    app_id: \"{_world.AppId}\"\n    app_secret: {_world.AppSecret}"}}
            """);
    }
}
