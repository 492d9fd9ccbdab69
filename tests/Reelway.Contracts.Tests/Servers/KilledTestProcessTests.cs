using System.Diagnostics;
using Reelway.Contracts.Servers;
using Reelway.Contracts.Time;

namespace Reelway.Contracts.Tests.Servers;

/// <summary>A test process that is killed can clean nothing up itself.</summary>
public sealed class KilledTestProcessTests
{
    private const string FolderVariable = "REELWAY_TEST_NOTE";

    [Fact]
    public async Task A_killed_test_process_leaves_no_server_and_no_folder()
    {
        var cancellation = TestContext.Current.CancellationToken;
        if (PostgresServer.Missing is { } reason)
        {
            Assert.Skip(reason);
        }

        using var notes = new TemporaryFolder();
        var start = new ProcessStartInfo(
            Environment.ProcessPath!,
            [typeof(KilledTestProcessTests).Assembly.Location, "-explicit", "only", "-method", $"{typeof(KilledTestProcessTests).FullName}.{nameof(Holds_a_server)}"])
        {
            RedirectStandardOutput = true,
        };
        start.Environment[FolderVariable] = notes["folder"];
        using var holder = Process.Start(start)!;
        await Eventually.TrueAsync(() => File.Exists(notes["folder"]) && new FileInfo(notes["folder"]).Length > 0, "the folder was noted", cancellation);
        var folder = await File.ReadAllTextAsync(notes["folder"], cancellation);
        var server = int.Parse((await File.ReadAllLinesAsync(Path.Combine(folder, "data", "postmaster.pid"), cancellation))[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(IsRunning(server));

        holder.Kill();

        await Eventually.TrueAsync(() => !IsRunning(server) && !Directory.Exists(folder), "the server and its folder are gone", cancellation);
    }

    /// <summary>Started by the test above in a process of its own, which never ends by itself.</summary>
    [Fact(Explicit = true)]
    public async Task Holds_a_server()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var server = await PostgresServer.StartAsync(new PostgresOptions(), cancellation);
        await File.WriteAllTextAsync(Environment.GetEnvironmentVariable(FolderVariable)!, server.Folder, cancellation);
        await Task.Delay(Timeout.Infinite, cancellation);
    }

    /// <summary>False for one that has ended and was only not reaped yet.</summary>
    private static bool IsRunning(int process)
    {
        try
        {
            return !File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
