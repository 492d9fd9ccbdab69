using Reelway.Frame.Cli;
using Reelway.Sandbox;
using Reelway.Tests.Hosting.Cli;
using FacebookSandboxOptions = Reelway.Sandbox.Facebook.FacebookSandboxOptions;

namespace Reelway.Tests.Connections;

/// <summary>Logging in through the real program on a store of its own, against the stand-in.</summary>
public sealed class LoginCommandsTests : IAsyncLifetime
{
    private readonly FacebookSandboxOptions _world = new();
    private readonly List<CliRun> _runs = [];
    private SandboxServer _sandbox = null!;
    private CliRun _cli = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions { Facebook = _world }, TestContext.Current.CancellationToken);
        _cli = Typing(typed: null);
        _cli.With("reelway.yaml", $$"""
            connections:
              facebook:
                connector: facebook
                graph_url: {{_sandbox.HttpUrl}}facebook/graph
                video_url: {{_sandbox.HttpUrl}}facebook/graph-video
                app_id: "{{_world.AppId}}"
                app_secret: {{_world.AppSecret}}
              mail: {connector: smtp, host: 127.0.0.1, from: a@example.org}
            """);
    }

    public async ValueTask DisposeAsync()
    {
        _runs.ForEach(run => run.Dispose());
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task A_pasted_token_logs_in_and_a_logout_forgets_it()
    {
        var before = await _cli.RunAsync("connections", "check", "facebook");
        var login = await LogInAsync(_sandbox.Facebook.LogIn(), "--json");
        var check = await _cli.RunAsync("connections", "check", "facebook", "--json");
        var doctor = await _cli.RunAsync("doctor", "--json");
        var logout = await _cli.RunAsync("connections", "logout", "facebook", "--yes");
        var after = await _cli.RunAsync("connections", "check", "facebook");

        Assert.Equal(ExitCode.Connection, before.ExitCode);
        Assert.Contains("reelway connections login facebook", before.Out, StringComparison.Ordinal);
        Assert.Equal((ExitCode.Ok, "4 pages", "good"), (login.ExitCode, login.Json.Text("reaches"), login.Json.GetProperty("connection").Text("health")));
        Assert.Equal(ExitCode.Ok, check.ExitCode);
        Assert.Equal("ok", doctor.Json.GetProperty("checks").EnumerateArray().Single(line => line.Text("name") == "connection facebook").Text("state"));
        Assert.NotNull(check.Json.GetProperty("items")[0].GetProperty("check").Text("expiresAt"));
        Assert.Equal((ExitCode.Ok, ExitCode.Connection), (logout.ExitCode, after.ExitCode));
        Assert.DoesNotContain("EAA", login.Out + login.Error + check.Out + await DatabaseAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_can_not_be_logged_in_with_is_refused_with_a_sentence()
    {
        var refused = await LogInAsync("EAAnobodysToken");
        var empty = await LogInAsync("");
        var mail = await LogInAsync("EAAtoken", connection: "mail");
        var unknown = await LogInAsync("EAAtoken", connection: "nobody");

        Assert.Contains("is refused", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("EAAnobodysToken", refused.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, empty.ExitCode);
        Assert.Contains("nobody logs in to connection mail", mail.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.NotFound, unknown.ExitCode);
    }

    private Task<CliAnswer> LogInAsync(string token, string? flag = null, string connection = "facebook")
    {
        var typing = Typing(token + "\n");
        File.Copy(Path.Combine(_cli.Folder, "reelway.yaml"), Path.Combine(typing.Folder, "reelway.yaml"));
        string[] words = ["connections", "login", connection, "--paste", "--data", _cli.DataDirectory];
        return typing.RunAsync(flag is null ? words : [.. words, flag]);
    }

    private CliRun Typing(string? typed)
    {
        var run = new CliRun { Typed = typed };
        _runs.Add(run);
        return run;
    }

    private async Task<string> DatabaseAsync()
    {
        var text = new System.Text.StringBuilder();
        foreach (var file in Directory.EnumerateFiles(_cli.DataDirectory, "reelway.db*"))
        {
            text.Append(await File.ReadAllTextAsync(file, System.Text.Encoding.Latin1, TestContext.Current.CancellationToken));
        }

        return text.Length > 0 ? text.ToString() : throw new FileNotFoundException("There is no database to look into.");
    }
}
