using System.Diagnostics;
using Reelway.Frame.Cli;
using Reelway.Frame.Server;

namespace Reelway.Tests.Hosting.Cli;

/// <summary>The server as a process of its own, with real signals.</summary>
public sealed class ServeProcessTests
{
    [Theory]
    [InlineData("TERM", ExitCode.Ok)]
    [InlineData("INT", ExitCode.Interrupted)]
    public async Task A_signal_ends_the_server_in_order(string signal, int exitCode)
    {
        using var cli = new CliRun();
        using var program = await StartAsync(cli);
        var server = program.Started;

        await SignalAsync(signal, server.Id);
        await server.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(exitCode, server.ExitCode);
        Assert.Null(ServerFile.Read(cli.DataDirectory));
        Assert.Contains("Stopping", await server.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_long_as_there_is_nobody_the_link_of_the_first_admin_is_shown()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var cli = new CliRun();
        using var program = await StartAsync(cli);
        string? line;
        do
        {
            line = await program.Started.StandardError.ReadLineAsync(cancellation);
        }
        while (line?.Contains("/welcome/", StringComparison.Ordinal) == false);

        using var client = new HttpClient(new SocketsHttpHandler());
        var page = await client.GetStringAsync(new Uri(line!.Split(' ')[^1]), cancellation);

        Assert.Contains("Become the first admin", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_signals_in_a_row_end_the_server_too()
    {
        using var cli = new CliRun();
        using var program = await StartAsync(cli);
        var server = program.Started;

        await SignalAsync("INT", server.Id);
        // The second one may find the process gone already.
        using var again = Process.Start(new ProcessStartInfo("kill", ["-INT", $"{server.Id}"]) { RedirectStandardError = true })!;
        await again.WaitForExitAsync(TestContext.Current.CancellationToken);
        await server.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Interrupted, server.ExitCode);
        Assert.Null(ServerFile.Read(cli.DataDirectory));
    }

    [Fact]
    public async Task Another_process_has_the_directory_until_it_is_killed()
    {
        using var cli = new CliRun();
        using var program = await StartAsync(cli);
        var server = program.Started;

        var through = await cli.RunAsync("run", "list");
        Assert.Null(DataLock.TryTake(cli.DataDirectory));
        Assert.Equal(server.Id, DataLock.Holder(cli.DataDirectory));
        server.Kill();
        await server.WaitForExitAsync(TestContext.Current.CancellationToken);
        var after = await cli.RunAsync("run", "list");

        Assert.Equal((ExitCode.Ok, ""), (through.ExitCode, through.Error));
        Assert.Equal(ExitCode.Ok, after.ExitCode);
        Assert.StartsWith($"note: server.json names a server that is gone (process {server.Id})", after.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_is_printed_without_a_host()
    {
        using var cli = new CliRun();
        using var program = new ProgramProcess(cli.Folder, "--version");
        var process = program.Started;

        var text = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Ok, process.ExitCode);
        Assert.Matches(@"^reelway \d+\.\d+\.\d+\S*\s*$", text);
        Assert.Empty(Directory.GetFileSystemEntries(cli.Folder));
    }

    private static async Task<ProgramProcess> StartAsync(CliRun cli)
    {
        var server = new ProgramProcess(cli.Folder, "serve", "--urls", "http://127.0.0.1:0");
        // The line with the address comes when everything is up.
        if (await server.Started.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is null)
        {
            var error = await server.Started.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            server.Dispose();
            Assert.Fail($"The server has ended: {error}");
        }

        return server;
    }

    private static async Task SignalAsync(string signal, int process)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>The program in a process of its own, gone at the end whatever happens.</summary>
    private sealed class ProgramProcess : IDisposable
    {
        public ProgramProcess(string folder, params string[] args)
            => Started = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "reelway.dll"), .. args])
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;

        public Process Started { get; }

        public void Dispose()
        {
            if (!Started.HasExited)
            {
                Started.Kill();
                Started.WaitForExit();
            }

            Started.Dispose();
        }
    }
}
