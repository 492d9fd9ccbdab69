using System.Text.Json;
using Reelway.Contracts.Time;
using Reelway.Frame.Cli;
using Reelway.Frame.Server;

namespace Reelway.Tests.Hosting.Cli;

public sealed class DataDirectoryTests
{
    [Fact]
    public async Task Without_a_server_a_command_works_on_the_store_itself()
    {
        using var cli = new CliRun();

        var answer = await cli.RunAsync("run", "list", "--json");

        Assert.Equal(ExitCode.Ok, answer.ExitCode);
        Assert.Empty(answer.Json.GetProperty("items").EnumerateArray());
        Assert.Empty(answer.Error);
        Assert.False(File.Exists(Path.Combine(cli.DataDirectory, "server.json")));
    }

    [Fact]
    public async Task Commands_at_the_same_time_wait_for_each_other()
    {
        using var cli = new CliRun();

        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => cli.RunAsync("run", "list")));

        Assert.All(answers, answer => Assert.Equal((ExitCode.Ok, ""), (answer.ExitCode, answer.Error)));
    }

    [Fact]
    public async Task A_server_file_that_a_crash_left_is_ignored_with_a_note()
    {
        using var cli = new CliRun();
        Directory.CreateDirectory(cli.DataDirectory);
        new ServerFile("http://127.0.0.1:1/", "token", 4711, "0", DateTime.UnixEpoch).Write(cli.DataDirectory);

        var answer = await cli.RunAsync("run", "list");

        Assert.Equal(ExitCode.Ok, answer.ExitCode);
        Assert.StartsWith("note: server.json names a server that is gone (process 4711)", answer.Error, StringComparison.Ordinal);
        Assert.Null(ServerFile.Read(cli.DataDirectory));
    }

    [Fact]
    public async Task A_directory_that_somebody_has_who_does_not_answer_is_a_conflict_that_names_him()
    {
        using var cli = new CliRun { Clock = new HurriedClock() };
        using var held = DataLock.TryTake(cli.DataDirectory);

        var command = await cli.RunAsync("run", "list");
        var server = await cli.RunAsync("serve", "--urls", "http://127.0.0.1:0");

        Assert.Equal((ExitCode.Conflict, ExitCode.Conflict), (command.ExitCode, server.ExitCode));
        Assert.Contains($"in use by process {Environment.ProcessId}", command.Error, StringComparison.Ordinal);
        Assert.Contains($"in use by process {Environment.ProcessId}", server.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disk_that_has_no_room_is_called_full_and_not_in_use()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "only Linux has a file that is always full");
        using var cli = new CliRun();
        Directory.CreateDirectory(cli.DataDirectory);
        File.CreateSymbolicLink(Path.Combine(cli.DataDirectory, "reelway.pid"), "/dev/full");

        var answer = await cli.RunAsync("run", "list", "--json");

        Assert.Equal(ExitCode.Unusable, answer.ExitCode);
        Assert.StartsWith(
            $"The disk of the data directory {cli.DataDirectory} is full. Free some space",
            JsonDocument.Parse(answer.Error).RootElement.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_that_can_not_be_made_is_told()
    {
        using var cli = new CliRun().With("data", "I am a file.");

        var answer = await cli.RunAsync("run", "list");

        Assert.Equal(ExitCode.Unusable, answer.ExitCode);
        Assert.Contains("Choose another one with --data.", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_none_is_told_and_the_directory_is_free_again()
    {
        using var cli = new CliRun();
        Directory.CreateDirectory(cli.DataDirectory);
        await File.WriteAllTextAsync(Path.Combine(cli.DataDirectory, "reelway.db"), new string('x', 5000), TestContext.Current.CancellationToken);

        var answer = await cli.RunAsync("run", "list");

        Assert.Equal(ExitCode.Unusable, answer.ExitCode);
        Assert.Contains("reelway.db", answer.Error, StringComparison.Ordinal);
        using var free = DataLock.TryTake(cli.DataDirectory);
        Assert.NotNull(free);
    }

    [Fact]
    public async Task A_server_serves_the_commands_until_it_is_told_to_stop()
    {
        using var cli = new CliRun();
        using var stop = new StopRequests();
        await using var output = new StringWriter();
        await using var log = new StringWriter();
        var serving = cli.RunAsync(stop, output, log, "serve", "--urls", "http://127.0.0.1:0", "--json");
        try
        {
            var file = await ServerFileAsync(cli.DataDirectory, serving);
            var list = await cli.RunAsync("run", "list", "--json");
            var second = await cli.RunAsync("serve", "--urls", "http://127.0.0.1:0");

            Assert.Equal(ExitCode.Ok, list.ExitCode);
            Assert.Empty(list.Error);
            Assert.Equal(ExitCode.Conflict, second.ExitCode);
            Assert.Contains(file.Url, second.Error, StringComparison.Ordinal);
            Assert.Equal(file.Url, JsonDocument.Parse(output.ToString()).RootElement.GetProperty("url").GetString());
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(cli.DataDirectory, "server.json")));
            }

            Assert.DoesNotContain(file.Token, output.ToString() + log, StringComparison.Ordinal);
        }
        finally
        {
            stop.Request(interrupted: true);
        }

        Assert.Equal(ExitCode.Interrupted, await serving);
        Assert.False(File.Exists(Path.Combine(cli.DataDirectory, "server.json")));
        using var free = DataLock.TryTake(cli.DataDirectory);
        Assert.NotNull(free);
    }

    [Fact]
    public async Task A_server_does_not_listen_beyond_this_machine_without_a_key()
    {
        using var cli = new CliRun();

        var answer = await cli.RunAsync("serve", "--urls", "http://0.0.0.0:0");

        Assert.Equal(ExitCode.Unusable, answer.ExitCode);
        Assert.Contains("set server.api_key", answer.Error, StringComparison.Ordinal);
        Assert.Empty(answer.Out);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told()
    {
        using var cli = new CliRun();
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();

        var answer = await cli.RunAsync("serve", "--urls", $"http://{taken.LocalEndpoint}");

        Assert.Equal(ExitCode.Conflict, answer.ExitCode);
        Assert.Contains($"http://{taken.LocalEndpoint} is in use by another program", answer.Error, StringComparison.Ordinal);
    }

    /// <summary>Waits until the server has said where it is; fails when it ends before that.</summary>
    private static Task<ServerFile> ServerFileAsync(string directory, Task<int> serving)
        => Eventually.FoundAsync(
            () =>
            {
                Assert.False(serving.IsCompleted, "The server has ended before it listened.");
                return Task.FromResult(ServerFile.Read(directory));
            },
            "the server's file", TestContext.Current.CancellationToken);

    /// <summary>Every wait is over at once, and every look at the clock is a second later.</summary>
    private sealed class HurriedClock : TimeProvider
    {
        private long _looks;

        public override long GetTimestamp() => Interlocked.Increment(ref _looks) * TimestampFrequency;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
            => System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
