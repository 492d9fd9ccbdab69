using Reelway.Frame.Cli;
using Reelway.Hosting.Setup;
using Reelway.Sandbox;
using Reelway.Tests.Hosting.Cli;

namespace Reelway.Tests.Hosting.Setup;

public sealed class SandboxSettingsTests
{
    [Fact]
    public async Task The_sample_is_what_the_sandbox_writes_at_its_usual_ports()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);
        var text = SandboxSettings.Whole(sandbox, new SandboxOptions())
            .Replace(sandbox.HttpUrl.ToString(), "http://127.0.0.1:5090/", StringComparison.Ordinal)
            .Replace($"port: {sandbox.SmtpPort}", "port: 5025", StringComparison.Ordinal);

        await CommittedFile.EnsureAsync(CommittedFile.PathOf("samples", "reelway.yaml"), text, typeof(SandboxSettingsTests));
        await CommittedFile.EnsureAsync(CommittedFile.PathOf("samples", "talks.csv"), SetupFiles.Template("talks.csv", "talks.csv").Text, typeof(SandboxSettingsTests));
        await CommittedFile.EnsureAsync(CommittedFile.PathOf("samples", "speakers.csv"), SetupFiles.Template("speakers.csv", "speakers.csv").Text, typeof(SandboxSettingsTests));
    }

    [Fact]
    public async Task What_it_writes_into_an_empty_folder_lacks_nothing()
    {
        using var cli = new CliRun();
        await using var sandbox = await RunningCommand.StartAsync(cli, "sandbox", "--port", "0", "--smtp-port", "0", "--write", "reelway.yaml", "--json");

        var check = await cli.RunAsync("config", "check", "--json");
        var connections = await cli.RunAsync("connections", "check", "--json");

        Assert.Equal((ExitCode.Ok, ""), (check.ExitCode, check.Error));
        Assert.Empty(check.Json.GetProperty("missing").EnumerateArray());
        Assert.True(connections.ExitCode == ExitCode.Ok, connections.Out);
    }

    [Fact]
    public async Task What_it_prints_as_a_comment_works_once_its_notes_are_followed()
    {
        using var cli = new CliRun();
        await using var sandbox = await RunningCommand.StartAsync(cli, "sandbox", "--port", "0", "--smtp-port", "0", "--write", "reelway.yaml", "--json");
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var url = sandbox.FirstAnswer.GetProperty("url").GetString();
        cli.With("google-key.json", await http.GetStringAsync($"{url}/_sandbox/google/key", TestContext.Current.CancellationToken));
        var text = await ReadAsync(cli, "reelway.yaml");
        var off = text.IndexOf("  # google:", StringComparison.Ordinal);
        cli.With("reelway.yaml", text[..off] + text[off..].Replace("  # google:", "  google:", StringComparison.Ordinal).Replace("  #   ", "    ", StringComparison.Ordinal));
        cli.Variables["GOOGLE_KEY_FILE"] = Path.Combine(cli.Folder, "google-key.json");

        var doctor = await cli.RunAsync("doctor", "--json");
        var connections = await cli.RunAsync("connections", "check", "--json");

        Assert.True(connections.ExitCode == ExitCode.Ok, connections.Out);
        Assert.Contains("\"google\"", connections.Out, StringComparison.Ordinal);
        Assert.True(doctor.ExitCode == ExitCode.Ok, doctor.Out);
    }

    [Fact]
    public async Task What_is_there_is_not_overwritten()
    {
        using var cli = new CliRun().With("reelway.yaml", "talks: {}\n").With("talks.csv", "mine");

        var answer = await cli.RunAsync("sandbox", "--port", "0", "--smtp-port", "0", "--write", "reelway.yaml");

        Assert.Equal(ExitCode.Conflict, answer.ExitCode);
        Assert.Contains("reelway.yaml is there already; name another --write, or replace it with --yes.", answer.Error, StringComparison.Ordinal);
        Assert.Equal(("talks: {}\n", "mine"), (await ReadAsync(cli, "reelway.yaml"), await ReadAsync(cli, "talks.csv")));
    }

    private static Task<string> ReadAsync(CliRun cli, string file) => File.ReadAllTextAsync(Path.Combine(cli.Folder, file), TestContext.Current.CancellationToken);
}
