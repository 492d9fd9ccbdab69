using System.Text.Json;
using Reelway.Hosting.Cli;
using Reelway.Hosting.Server;

namespace Reelway.Tests.Hosting.Cli;

public sealed class DoctorCommandTests
{
    [Fact]
    public async Task Doctor_looks_and_changes_nothing()
    {
        using var cli = new CliRun();

        var answer = await cli.RunAsync("doctor", "--json");

        var checks = answer.Json.GetProperty("checks").EnumerateArray().ToDictionary(Name, State);
        Assert.Equal("ok", checks["configuration"]);
        Assert.Equal("ok", checks["data directory"]);
        Assert.Equal("ok", checks["sqlite"]);
        Assert.Equal("ok", checks["store"]);
        Assert.Empty(Directory.GetFileSystemEntries(cli.Folder));
    }

    [Fact]
    public async Task Doctor_says_what_is_wrong_and_what_to_do()
    {
        using var cli = new CliRun().With("reelway.yaml", "engine: {concurrency: 0}\ndata: {directory: data}\n").With("data", "I am a file.");

        var answer = await cli.RunAsync("doctor", "--json");

        Assert.Equal(ExitCode.Failed, answer.ExitCode);
        var failed = answer.Json.GetProperty("checks").EnumerateArray().Where(check => State(check) == "fail").ToList();
        Assert.Contains("configuration", failed.Select(Name));
        Assert.All(failed, check => Assert.False(string.IsNullOrEmpty(check.GetProperty("remedy").GetString())));
    }

    [Fact]
    public async Task Doctor_looks_at_the_clips_that_are_shown_around_talks()
    {
        using var cli = new CliRun().With("reelway.yaml", "media: {intro: gone.mp4}\n");

        var answer = await cli.RunAsync("doctor", "--json");

        var intro = answer.Json.GetProperty("checks").EnumerateArray().Single(check => Name(check) == "media.intro");
        Assert.Equal("fail", State(intro));
        Assert.Contains(Path.Combine(cli.Folder, "gone.mp4"), intro.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_recognises_a_database_that_is_none()
    {
        using var cli = new CliRun();
        Directory.CreateDirectory(cli.DataDirectory);
        await File.WriteAllTextAsync(Path.Combine(cli.DataDirectory, "reelway.db"), new string('x', 5000), TestContext.Current.CancellationToken);

        var answer = await cli.RunAsync("doctor");

        Assert.Equal(ExitCode.Failed, answer.ExitCode);
        Assert.Contains("fail   store", answer.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_knows_an_up_to_date_store_and_one_in_use()
    {
        using var cli = new CliRun();
        await cli.RunAsync("run", "list");

        var free = await cli.RunAsync("doctor", "--json");
        using var held = DataLock.TryTake(cli.DataDirectory);
        var taken = await cli.RunAsync("doctor", "--json");

        Assert.EndsWith("schema up to date", Store(free).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("warn", State(Store(taken)));
    }

    [Theory]
    [InlineData("", "ok", "none: one process has the database alone")]
    [InlineData("doorbell: {url: \"amqp://kim:secret-word@127.0.0.1:5672\"}\n", "warn", "doorbell.url is set, but one process has the database alone and rings nobody.")]
    public async Task Doctor_knows_whether_anybody_is_there_to_be_rung(string configuration, string state, string detail)
    {
        using var cli = new CliRun().With("reelway.yaml", configuration);

        var answer = await cli.RunAsync("doctor", "--json");

        var doorbell = answer.Json.GetProperty("checks").EnumerateArray().Single(check => Name(check) == "doorbell");
        Assert.Equal(state, State(doorbell));
        Assert.Equal(detail, doorbell.GetProperty("detail").GetString());
        Assert.DoesNotContain("secret-word", answer.Out, StringComparison.Ordinal);
    }

    private static JsonElement Store(CliAnswer answer) => answer.Json.GetProperty("checks").EnumerateArray().Single(check => Name(check) == "store");

    private static string Name(JsonElement check) => check.GetProperty("name").GetString()!;

    private static string State(JsonElement check) => check.GetProperty("state").GetString()!;
}
