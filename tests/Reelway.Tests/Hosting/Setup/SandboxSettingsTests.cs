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
        var text = SandboxSettings.Whole(new Uri("http://127.0.0.1:5090"), 5025, new SandboxOptions());

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
