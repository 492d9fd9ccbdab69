using Reelway.Contracts.Servers;

namespace Reelway.EndToEnd.Tests.Workers;

public sealed class WorkerFailureTests(SharedServers servers, MigratedDatabase migrated) : IClassFixture<MigratedDatabase>
{
    // As many runs as a worker of the fleet executes at once: what a kill can interrupt.
    private const int Places = 24;

    private static readonly bool Soak = Environment.GetEnvironmentVariable("REELWAY_SOAK") == "1";

    [Fact]
    public async Task Killed_workers_lose_no_run_and_repeat_only_the_steps_that_they_were_at()
    {
        var (runs, kills) = Soak ? (1000, 20) : (200, 2);
        await using var fleet = await WorkerFleet.GatherAsync(migrated);
        var workers = new Queue<WorkerProcess>(Enumerable.Range(0, 3).Select(i => fleet.StartWorker($"worker {i}")));
        await fleet.StartProbesAsync(runs, steps: 5, holdMs: 20);

        for (var kill = 1; kill <= kills; kill++)
        {
            var hits = kill * runs * 5 / (kills + 2);
            await fleet.UntilAsync($"{hits} hits", () => Task.FromResult(fleet.Receiver.Count >= hits));
            workers.Dequeue().Send(WorkerProcess.Signal.Kill);
            workers.Enqueue(fleet.StartWorker($"successor {kill}"));
        }

        await fleet.AllSucceedAsync(runs);

        Assert.Equal(5 * runs, await fleet.AskAsync("SELECT COUNT(*) FROM step"));
        var steps = fleet.Receiver.Hits.GroupBy(hit => hit.Key).ToList();
        Assert.Equal(5 * runs, steps.Count);
        Assert.InRange(steps.Sum(step => step.Count() - 1), 0, kills * Places);
        // Each repetition was by a later owner of the run, never by two at once.
        Assert.All(steps, step => Assert.Equal(step.Count(), step.Select(hit => hit.Epoch).Distinct().Count()));
    }

    [Fact]
    public async Task A_frozen_worker_that_wakes_up_writes_nothing_for_runs_that_others_have_by_then()
    {
        await using var fleet = await WorkerFleet.GatherAsync(migrated);
        var frozen = fleet.StartWorker("frozen");
        await fleet.StartProbesAsync(count: Places, steps: 3, holdMs: 1500);
        await fleet.UntilAsync("a hit of each run", () => Task.FromResult(fleet.Receiver.Count >= Places));

        frozen.Send(WorkerProcess.Signal.Freeze);
        fleet.StartWorker("other");
        await fleet.UntilAsync("all taken over", async () => await fleet.AskAsync("SELECT COUNT(*) FROM run WHERE epoch > 1 AND owner LIKE 'other/%'") == Places);
        frozen.Send(WorkerProcess.Signal.Continue);
        await fleet.AllSucceedAsync(Places);

        Assert.Equal(3 * Places, await fleet.AskAsync("SELECT COUNT(*) FROM step"));
        Assert.Equal(Places, await fleet.AskAsync("SELECT COUNT(*) FROM run WHERE epoch >= 2"));
        // Of several that a worker had, none is blamed for its silence.
        Assert.Equal(0, await fleet.AskAsync("SELECT COUNT(*) FROM run WHERE crashes > 0"));
        // Nothing that the frozen one had done before its sleep was stored after it: those rows bear the newer epoch.
        Assert.Equal(0, await fleet.AskAsync(
            "SELECT COUNT(*) FROM step JOIN run ON run.id = step.run_id WHERE step.epoch < run.epoch AND step.pos > 0"));
    }

    [Fact]
    public async Task Workers_that_lose_database_and_broker_at_once_stop_and_go_on_when_both_are_back()
    {
        const int runs = 2 * Places;
        await using var fleet = await WorkerFleet.GatherOnLinesAsync(servers, migrated);
        var workers = new[] { fleet.StartWorker("one"), fleet.StartWorker("two") };
        await fleet.StartProbesAsync(runs, steps: 3, holdMs: 500);
        await fleet.UntilAsync($"{runs} hits", () => Task.FromResult(fleet.Receiver.Count >= runs));

        await fleet.Lines!.CutAsync();
        await fleet.UntilAsync(
            "both stop their steps", () => Task.FromResult(workers.All(worker => worker.Said.Contains("stops its steps", StringComparison.Ordinal))));
        var atTheStop = fleet.Receiver.Count;
        fleet.Lines.Mend();
        await fleet.AllSucceedAsync(runs);

        Assert.InRange(atTheStop, runs, (3 * runs) - 1);
        Assert.Equal(3 * runs, await fleet.AskAsync("SELECT COUNT(*) FROM step"));
        Assert.Equal(3 * runs, fleet.Receiver.Hits.DistinctBy(hit => hit.Key).Count());
        // Each repetition was by a later owner of the run, never by two at once.
        Assert.All(fleet.Receiver.Hits.GroupBy(hit => hit.Key), step => Assert.Equal(step.Count(), step.Select(hit => hit.Epoch).Distinct().Count()));
    }

    [Fact]
    public async Task A_worker_that_is_asked_to_stop_finishes_its_steps_and_gives_the_rest_back_at_once()
    {
        await using var fleet = await WorkerFleet.GatherAsync(migrated);
        var leaving = fleet.StartWorker("leaving");
        await fleet.StartProbesAsync(count: 60, steps: 4, holdMs: 100);
        await fleet.UntilAsync("50 hits", () => Task.FromResult(fleet.Receiver.Count >= 50));

        leaving.Send(WorkerProcess.Signal.Terminate);
        await leaving.EndAsync();
        Assert.Equal(0, await fleet.AskAsync("SELECT COUNT(*) FROM run WHERE state = 1"));
        Assert.Equal(0, await fleet.AskAsync("SELECT COUNT(*) FROM worker WHERE name = 'leaving'"));
        fleet.StartWorker("staying");
        await fleet.AllSucceedAsync(60);

        Assert.Equal(0, leaving.ExitCode);
        // Every step was finished by whoever had begun it.
        Assert.Equal(240, fleet.Receiver.Count);
    }

    [Theory]
    [InlineData(nameof(WorkerProcess.Signal.Terminate), 0)]
    [InlineData(nameof(WorkerProcess.Signal.Interrupt), 130)]
    public async Task A_worker_that_is_asked_twice_stops_now_and_its_runs_are_free_at_once(string signal, int exitCode)
    {
        var asked = Enum.Parse<WorkerProcess.Signal>(signal);
        await using var fleet = await WorkerFleet.GatherAsync(migrated);
        // Neither the step nor the grace would end while this test has patience.
        var stubborn = fleet.StartWorker("stubborn", new Dictionary<string, string> { ["REELWAY__ENGINE__STOP_GRACE"] = "1h" });
        await fleet.StartProbesAsync(count: 3, steps: 1, holdMs: 3_000_000);
        await fleet.UntilAsync("3 hits", () => Task.FromResult(fleet.Receiver.Count >= 3));

        stubborn.Send(asked);
        await fleet.UntilAsync("it waits for its steps", () => Task.FromResult(stubborn.Said.Contains("3 runs finish their current step", StringComparison.Ordinal)));
        Assert.Equal(3, await fleet.AskAsync("SELECT COUNT(*) FROM run WHERE state = 1"));
        stubborn.Send(asked);
        await stubborn.EndAsync();

        Assert.Equal(exitCode, stubborn.ExitCode);
        Assert.Equal(3, await fleet.AskAsync("SELECT COUNT(*) FROM run WHERE state = 0 AND owner IS NULL AND crashes = 0"));
        Assert.Equal(0, await fleet.AskAsync("SELECT COUNT(*) FROM worker WHERE name = 'stubborn'"));
    }

    [Fact]
    public async Task A_run_that_kills_its_workers_is_set_aside_and_the_others_go_on()
    {
        await using var fleet = await WorkerFleet.GatherAsync(migrated);
        await fleet.StartProbesAsync(count: 1, steps: 1, holdMs: 0);
        var deadly = new Dictionary<string, string>
        {
            ["DOTNET_STARTUP_HOOKS"] = Path.Combine(RepositoryRoot.Path, "artifacts", "bin", "Reelway.CrashHook", "release", "Reelway.CrashHook.dll"),
            ["REELWAY_TEST_KILL_AT"] = "hit-1:Begin:1",
        };
        for (var death = 1; death <= 5; death++)
        {
            await fleet.StartWorker($"dies {death}", deadly).EndAsync();
        }

        fleet.StartWorker("lives");
        await fleet.UntilAsync("set aside", async () => await fleet.AskAsync("SELECT COUNT(*) FROM run WHERE state = 6 AND dead_letter = 1") == 1);
        await fleet.StartProbesAsync(count: 5, steps: 2, holdMs: 0);
        await fleet.AllSucceedAsync(5);

        Assert.Equal(10, fleet.Receiver.Count);
    }
}
