using System.Text.Json;
using Microsoft.Data.Sqlite;
using Reelway.Contracts;
using Reelway.Contracts.Time;

namespace Reelway.EndToEnd.Tests.Workers;

public sealed class ServerFailureTests
{
    private static readonly bool Soak = Environment.GetEnvironmentVariable("REELWAY_SOAK") == "1";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_on_SQLite_that_is_killed_again_and_again_loses_no_run()
    {
        var (runs, kills) = Soak ? (1000, 20) : (150, 3);
        using var folder = new TemporaryFolder();
        await using var receiver = await HitReceiver.StartAsync(Cancellation);
        await File.WriteAllTextAsync(
            folder["reelway.yaml"],
            """
            data: { directory: data }
            server: { urls: ["http://127.0.0.1:0"] }
            engine: { concurrency: 16, max_crashes: 1000 }

            """,
            Cancellation);
        await RunToEndAsync(
            folder, "run", "start", "probe", "--count", $"{runs}", "--input", JsonSerializer.Serialize(new { url = receiver.Url, steps = 5, holdMs = 10 }));

        for (var kill = 1; kill <= kills; kill++)
        {
            await using var server = Serve(folder);
            var hits = kill * runs * 5 / (kills + 2);
            await ReachAsync(receiver, hits, server);
            server.Send(WorkerProcess.Signal.Kill);
            await server.EndAsync();
        }

        await using var last = Serve(folder);
        await UntilAllSucceededAsync(folder, runs, last);

        var steps = receiver.Hits.GroupBy(hit => hit.Key).ToList();
        Assert.Equal(5 * runs, steps.Count);
        Assert.InRange(steps.Sum(step => step.Count() - 1), 0, kills * 16);
    }

    [Fact]
    public async Task A_full_disk_refuses_starts_and_costs_no_finished_step()
    {
        const int runs = 20;
        using var folder = new TemporaryFolder();
        await using var receiver = await HitReceiver.StartAsync(Cancellation);
        await File.WriteAllTextAsync(folder["reelway.yaml"], "data: { directory: data }\nserver: { urls: [\"http://127.0.0.1:0\"] }\n", Cancellation);
        await using var server = WorkerProcess.StartWithBoundedFiles("serve", "--config", folder["reelway.yaml"]);
        await UntilSaidAsync(server, "listens on");
        await RunToEndAsync(
            folder, "run", "start", "probe", "--count", $"{runs}", "--input", JsonSerializer.Serialize(new { url = receiver.Url, steps = 2, holdMs = 1000 }));
        await ReachAsync(receiver, runs, server);

        await server.LetFilesGrowAsync(false);
        await UntilSaidAsync(server, "The database can't be written");
        await using var refused = WorkerProcess.Start(
            new Dictionary<string, string>(), "run", "start", "probe", "--input", JsonSerializer.Serialize(new { url = receiver.Url }), "--config", folder["reelway.yaml"]);
        await refused.EndAsync();
        await server.LetFilesGrowAsync(true);
        await UntilAllSucceededAsync(folder, runs, server);

        Assert.Equal(4, refused.ExitCode);
        Assert.Contains("The disk of the database takes no more; nothing was changed.", refused.Said, StringComparison.Ordinal);
        // The bodies that had ended when the disk was full were not repeated, and the refused run does not exist.
        Assert.Equal(2 * runs, receiver.Count);
        Assert.Equal(2 * runs, receiver.Hits.Select(hit => hit.Key).Distinct().Count());
    }

    [Fact]
    public async Task A_stop_ends_the_process_although_a_step_is_stuck_and_the_next_one_blames_that_run_alone()
    {
        using var folder = new TemporaryFolder();
        await using var receiver = await HitReceiver.StartAsync(Cancellation);
        await File.WriteAllTextAsync(
            folder["reelway.yaml"], "data: { directory: data }\nserver: { urls: [\"http://127.0.0.1:0\"] }\nengine: { stop_grace: 1s, max_crashes: 1 }\n", Cancellation);
        var sticking = new Dictionary<string, string>
        {
            ["DOTNET_STARTUP_HOOKS"] = Path.Combine(RepositoryRoot.Path, "artifacts", "bin", "Reelway.CrashHook", "release", "Reelway.CrashHook.dll"),
            ["REELWAY_TEST_STICK_AT"] = "hit-2:Begin:1",
        };
        await using var stuck = WorkerProcess.Start(sticking, "serve", "--config", folder["reelway.yaml"]);
        await UntilSaidAsync(stuck, "listens on");
        await RunToEndAsync(folder, "run", "start", "probe", "--key", "waits", "--input", JsonSerializer.Serialize(new { url = receiver.Url, holdMs = 3_000_000 }));
        await RunToEndAsync(folder, "run", "start", "probe", "--key", "sticks", "--input", JsonSerializer.Serialize(new { url = receiver.Url, steps = 2 }));
        await UntilSaidAsync(stuck, "A step is stuck.");

        stuck.Send(WorkerProcess.Signal.Terminate);
        await stuck.EndAsync();
        await using var next = Serve(folder);
        await UntilSaidAsync(next, "listens on");
        await ReachAsync(receiver, 3, next);
        var dead = await RunToEndAsync(folder, "dlq", "list");

        Assert.Equal(1, stuck.ExitCode);
        Assert.Contains("Step hit-2 of run", stuck.Said, StringComparison.Ordinal);
        Assert.Contains("so the process ends now", stuck.Said, StringComparison.Ordinal);
        Assert.Contains("sticks", dead, StringComparison.Ordinal);
        Assert.DoesNotContain("waits", dead, StringComparison.Ordinal);
    }

    private static Task UntilSaidAsync(WorkerProcess server, string words)
        => Eventually.TrueAsync(() => server.Said.Contains(words, StringComparison.Ordinal), $"said: {words}", Cancellation, () => server.Said);

    private static WorkerProcess Serve(TemporaryFolder folder)
        => WorkerProcess.Start(new Dictionary<string, string>(), "serve", "--config", folder["reelway.yaml"]);

    private static Task ReachAsync(HitReceiver receiver, int hits, WorkerProcess server)
        => Eventually.TrueAsync(() => receiver.Count >= hits, $"{hits} hits", Cancellation, () => $"{receiver.Count} came.\n{server.Said}");

    private static Task UntilAllSucceededAsync(TemporaryFolder folder, int runs, WorkerProcess server)
        => Eventually.TrueAsync(
            async () => await SucceededAsync(folder) == runs,
            $"{runs} runs succeeded", Cancellation, () => server.Said);

    // From the database: a command that asks the server costs as much as many runs.
    private static async Task<long> SucceededAsync(TemporaryFolder folder)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder["data"], "reelway.db")};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM run WHERE state = 4";
        return (long)(await command.ExecuteScalarAsync(Cancellation))!;
    }

    private static async Task<string> RunToEndAsync(TemporaryFolder folder, params string[] arguments)
    {
        await using var process = WorkerProcess.Start(new Dictionary<string, string>(), [.. arguments, "--config", folder["reelway.yaml"]]);
        await process.EndAsync();
        Assert.True(process.ExitCode == 0, process.Said);
        return process.Said;
    }
}
