using Reelway.Frame.Cli;
using Reelway.Sandbox;
using Reelway.Sandbox.Aws;
using Reelway.Tests.Hosting.Cli;
using FacebookSandboxOptions = Reelway.Sandbox.Facebook.FacebookSandboxOptions;

namespace Reelway.Tests.Connections;

/// <summary>The commands through the real program on a store of its own, against the stand-ins.</summary>
public sealed class ConnectionCommandsTests : IAsyncLifetime
{
    private readonly AwsSandboxOptions _account = new();
    private readonly FacebookSandboxOptions _facebook = new();
    private readonly CliRun _cli = new();
    private SandboxServer _sandbox = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions { Aws = _account, Facebook = _facebook }, TestContext.Current.CancellationToken);
        _cli.With("reelway.yaml", $$"""
            connections:
              pages:
                connector: facebook
                graph_url: {{_sandbox.HttpUrl}}facebook/graph
                video_url: {{_sandbox.HttpUrl}}facebook/graph-video
                app_id: "{{_facebook.AppId}}"
                app_secret: {{_facebook.AppSecret}}
                access_token: {{_facebook.UserToken}}
              cloud:
                connector: aws
                region: {{_account.Region}}
                access_key: {{_account.AccessKey}}
                secret_key: {{_account.SecretKey}}
                sqs_url: {{_sandbox.HttpUrl}}sqs/
            """);
    }

    public async ValueTask DisposeAsync()
    {
        _cli.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task Connections_are_listed_checked_paused_and_resumed()
    {
        var before = await _cli.RunAsync("connections", "list");
        var check = await _cli.RunAsync("connections", "check", "--json");
        var paused = await _cli.RunAsync("connections", "pause", "pages");
        var meanwhile = await _cli.RunAsync("connections", "list", "--json");
        var resumed = await _cli.RunAsync("connections", "resume", "pages");
        var after = await _cli.RunAsync("connections", "list", "--json");

        Assert.Equal(["NAME", "pages", "cloud"], before.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]));
        Assert.Contains("unknown", before.Out, StringComparison.Ordinal);
        Assert.Equal((ExitCode.Ok, ""), (check.ExitCode, check.Error));
        var pages = check.Json.GetProperty("items").EnumerateArray().Single(item => item.Text("id") == "pages").GetProperty("check");
        Assert.Equal("4 of 4 pages can be published on", pages.Text("identity"));
        Assert.All(pages.GetProperty("permissions").EnumerateArray(), permission => Assert.True(permission.GetProperty("granted").GetBoolean()));
        Assert.Contains("Connection pages is paused", paused.Out, StringComparison.Ordinal);
        Assert.Equal(["paused", "good"], meanwhile.Json.GetProperty("items").EnumerateArray().Select(item => item.Text("health")));
        Assert.Contains("Connection pages is resumed", resumed.Out, StringComparison.Ordinal);
        Assert.Equal(["good", "good"], after.Json.GetProperty("items").EnumerateArray().Select(item => item.Text("health")));
        Assert.DoesNotContain(_facebook.UserToken, check.Out + after.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_that_fails_tells_by_its_exit_code_and_heals_with_its_cause()
    {
        _sandbox.Facebook.RefuseToken(_facebook.UserToken, 460);
        var failed = await _cli.RunAsync("connections", "check", "pages", "cloud");
        var listed = await _cli.RunAsync("connections", "list", "--json");
        var unknown = await _cli.RunAsync("connections", "check", "nobody");

        Assert.Equal(ExitCode.Connection, failed.ExitCode);
        Assert.Contains("log in again", failed.Out, StringComparison.Ordinal);
        Assert.Equal(["needs-attention", "good"], listed.Json.GetProperty("items").EnumerateArray().Select(item => item.Text("health")));
        Assert.Equal(ExitCode.NotFound, unknown.ExitCode);
    }

    [Fact]
    public async Task Doctor_has_a_line_per_connection_with_what_to_do()
    {
        _sandbox.Facebook.RefuseToken(_facebook.UserToken, 460);

        var answer = await _cli.RunAsync("doctor", "--json");

        var checks = answer.Json.GetProperty("checks").EnumerateArray().ToDictionary(check => check.Text("name")!);
        Assert.Equal("ok", checks["connection cloud"].Text("state"));
        Assert.Equal("fail", checks["connection pages"].Text("state"));
        Assert.Contains("reelway connections check pages", checks["connection pages"].Text("remedy"), StringComparison.Ordinal);
    }
}
