using System.Collections.Concurrent;
using Reelway.Contracts.Servers;
using static Reelway.Engine.Tests.ScriptedFlowRegistration;

namespace Reelway.Engine.Tests.Fleet;

public sealed class SharingTests(SharedServers servers)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Three_workers_share_three_hundred_runs_and_no_step_runs_twice()
    {
        var bodies = new ConcurrentBag<string>();
        var who = new ConcurrentDictionary<string, int>();
        await using var fleet = await Fleet.GatherAsync(await servers.PostgresAsync(Cancellation));
        var members = new List<Member>();
        foreach (var name in new[] { "a", "b", "c" })
        {
            members.Add(await fleet.JoinAsync(name, Scripted(async (_, run) =>
            {
                for (var i = 0; i < 3; i++)
                {
                    await run.StepAsync($"step {i}", step =>
                    {
                        bodies.Add(step.IdempotencyKey);
                        who.AddOrUpdate(name, 1, (_, count) => count + 1);
                        return Task.FromResult(i);
                    });
                }

                return "done";
            }), new EngineOptions { Concurrency = 8, Sweep = TimeSpan.FromMilliseconds(200) }));
        }

        await Task.WhenAll(Enumerable.Range(0, 300).Select(i => members[i % 3].Runs.StartAsync<string?>("scripted", $"run {i}", null, Cancellation)));
        await fleet.ReachAsync("SELECT COUNT(*) FROM run WHERE state = 4", 300);

        Assert.Equal(900, bodies.Distinct().Count());
        Assert.Equal(900, bodies.Count);
        Assert.Equal(3, who.Count);
    }

    [Fact]
    public async Task A_limit_holds_across_workers()
    {
        var inside = 0;
        var most = 0;
        await using var fleet = await Fleet.GatherAsync(await servers.PostgresAsync(Cancellation));
        var options = new StepOptions { Limit = new ResourceLimit("page:1", 2) };
        var members = new List<Member>();
        foreach (var name in new[] { "a", "b" })
        {
            members.Add(await fleet.JoinAsync(name, Scripted((_, run) => run.StepAsync("upload", async _ =>
            {
                InterlockedMax(ref most, Interlocked.Increment(ref inside));
                await Task.Yield();
                Interlocked.Decrement(ref inside);
                return "done";
            }, options))));
        }

        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => members[i % 2].Runs.StartAsync<string?>("scripted", $"run {i}", null, Cancellation)));
        await fleet.ReachAsync("SELECT COUNT(*) FROM run WHERE state = 4", 60);

        Assert.InRange(most, 1, 2);
        Assert.Equal(0, await fleet.Database.ReadAsync(session => session.FindAsync<long>("SELECT COUNT(*) FROM slot"), Cancellation));
    }

    [Fact]
    public async Task The_same_key_started_by_many_processes_at_once_is_one_run()
    {
        await using var fleet = await Fleet.GatherAsync(await servers.PostgresAsync(Cancellation));
        var a = await fleet.JoinAsync("a", Scripted((_, run) => run.StepAsync("only", _ => Task.FromResult("done"))));
        var b = await fleet.JoinAsync("b", Scripted((_, run) => run.StepAsync("only", _ => Task.FromResult("done"))));

        var starts = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => (i % 2 == 0 ? a : b).Runs.StartAsync<string?>("scripted", "same", null, Cancellation)));

        Assert.Single(starts.Select(start => start.Id).Distinct());
        Assert.Single(starts, start => start.Created);
    }

    [Fact]
    public async Task Work_of_a_version_that_a_worker_does_not_have_is_left_to_one_that_has_it()
    {
        await using var fleet = await Fleet.GatherAsync(await servers.PostgresAsync(Cancellation));
        var old = await fleet.JoinAsync("old", Scripted((_, run) => run.StepAsync("only", _ => Task.FromResult("old"))));
        await fleet.Database.WriteAsync(
            session => session.ExecuteAsync(
                """
                INSERT INTO run(id, flow, flow_version, key, input_hash, queue, state, ready_ms, created_ms, updated_ms)
                VALUES(1, 'scripted', 2, 'newer', '', 'default', 0, 0, 0, 0);
                INSERT INTO run_data(run_id, input) VALUES(1, 'null')
                """),
            Cancellation);

        var known = await old.Runs.StartAsync<string?>("scripted", "known", null, Cancellation);
        await old.Runs.WaitAsync(known.Id, Cancellation);

        Assert.Equal(RunState.Queued, (await old.Runs.FindAsync(new RunId(1), Cancellation))!.Summary.State);
    }

    [Fact]
    public async Task A_server_that_is_killed_and_started_again_under_load_loses_no_run_and_doubles_no_outcome()
    {
        await using var server = await PostgresServer.StartAsync(new PostgresOptions(), Cancellation);
        await using var fleet = await Fleet.GatherAsync(server);
        var worker = await fleet.JoinAsync(
            "a",
            Scripted(async (_, run) =>
            {
                for (var i = 0; i < 5; i++)
                {
                    await run.StepAsync($"step {i}", async step =>
                    {
                        await Task.Yield();
                        return step.Attempt;
                    });
                }

                return "done";
            }),
            new EngineOptions { Sweep = TimeSpan.FromMilliseconds(200) });
        var accepted = new ConcurrentBag<RunId>();
        var starting = Task.WhenAll(Enumerable.Range(0, 200).Select(i => StartUntilAcceptedAsync($"run {i}")));

        await fleet.ReachAsync("SELECT CASE WHEN COUNT(*) > 20 THEN 1 ELSE 0 END FROM step", 1);
        await server.RestartAsync(immediate: true, Cancellation);
        await starting;
        await fleet.ReachAsync("SELECT COUNT(*) FROM run WHERE state = 4", 200);

        Assert.Equal(200, accepted.Distinct().Count());
        Assert.Equal(1000, await fleet.Database.ReadAsync(session => session.FindAsync<long>("SELECT COUNT(*) FROM step"), Cancellation));

        async Task StartUntilAcceptedAsync(string key)
        {
            while (true)
            {
                try
                {
                    accepted.Add((await worker.Runs.StartAsync<string?>("scripted", key, null, Cancellation)).Id);
                    return;
                }
                catch (Storage.StorageException unreachable) when (unreachable.MayPass)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(50), Cancellation);
                }
            }
        }
    }

    private static void InterlockedMax(ref int most, int now)
    {
        for (var known = Volatile.Read(ref most); now > known; known = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, now, known);
        }
    }
}
