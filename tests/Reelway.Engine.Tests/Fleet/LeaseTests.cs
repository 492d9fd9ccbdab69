using Reelway.Contracts.Servers;
using static Reelway.Engine.Tests.ScriptedFlowRegistration;

namespace Reelway.Engine.Tests.Fleet;

public sealed class LeaseTests(SharedServers servers)
{
    private static readonly EngineOptions LongLease = new() { Sweep = TimeSpan.FromMilliseconds(300) };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_worker_that_is_cut_off_has_stopped_its_step_before_another_one_begins_it()
    {
        var recorder = new Recorder();
        await using var fleet = await Fleet.GatherAsync(await servers.PostgresAsync(Cancellation));
        var first = await fleet.JoinAsync("first", Scripted((_, run) => run.StepAsync("cut", step => HoldAsync("first", step))));
        var id = (await first.Runs.StartAsync<string?>("scripted", "a", null, Cancellation)).Id;
        await recorder.ReachedAsync("first");

        first.Line.Stall();
        var second = await fleet.JoinAsync("second", Scripted((_, run) => run.StepAsync("cut", step => HoldAsync("second", step))));
        await recorder.ReachedAsync("second");
        recorder.Open("second");
        var ended = await second.Runs.WaitAsync(id, Cancellation);

        Assert.Equal(RunState.Succeeded, ended.Summary.State);
        Assert.Equal(["first begins", "first stops", "second begins", "second stops"], recorder.Done);

        async Task<string> HoldAsync(string who, IStep step)
        {
            recorder.Add($"{who} begins");
            try
            {
                await recorder.HoldAsync(who, step.Cancellation);
                return who;
            }
            finally
            {
                recorder.Add($"{who} stops");
            }
        }
    }

    [Fact]
    public async Task A_late_outcome_of_a_worker_that_has_lost_its_run_is_refused()
    {
        var recorder = new Recorder();
        await using var fleet = await Fleet.GatherAsync(await servers.PostgresAsync(Cancellation));
        var first = await fleet.JoinAsync("first", Scripted((_, run) => run.StepAsync("cut", async _ =>
        {
            // Deaf to being stopped, as a frozen process is.
            await recorder.HoldAsync("first", CancellationToken.None);
            return "of the first";
        })));
        var id = (await first.Runs.StartAsync<string?>("scripted", "a", null, Cancellation)).Id;
        await recorder.ReachedAsync("first");
        first.Line.Stall();
        var second = await fleet.JoinAsync("second", Scripted((_, run) => run.StepAsync("cut", _ => Task.FromResult("of the second"))));
        await second.Runs.WaitAsync(id, Cancellation);

        first.Line.Resume();
        recorder.Open("first");
        await first.StopAsync(patient: true);

        var run = (await second.Runs.FindAsync(id, Cancellation))!;
        Assert.Equal((RunState.Succeeded, "of the second"), (run.Summary.State, run.Steps.Single().Output!.Value.GetString()));
        Assert.Equal(1, await CountAsync(fleet, "SELECT COUNT(*) FROM step"));
    }

    [Fact]
    public async Task A_worker_that_lost_its_lease_joins_again_and_goes_on_working()
    {
        var recorder = new Recorder();
        await using var fleet = await Fleet.GatherAsync(await servers.PostgresAsync(Cancellation));
        var only = await fleet.JoinAsync("only", Scripted((_, run) => run.StepAsync("cut", _ => Task.FromResult("done"))));
        await only.Runs.WaitAsync((await only.Runs.StartAsync<string?>("scripted", "a", null, Cancellation)).Id, Cancellation);
        var former = (await only.Runs.WorkersAsync(Cancellation)).Single().Id;

        only.Line.Stall();
        await fleet.ReachAsync("SELECT COUNT(*) FROM worker WHERE lease_until_ms < (extract(epoch FROM clock_timestamp()) * 1000)::bigint", 1);
        only.Line.Resume();
        var second = await only.Runs.StartAsync<string?>("scripted", "b", null, Cancellation);
        var run = await only.Runs.WaitAsync(second.Id, Cancellation);

        Assert.Equal(RunState.Succeeded, run.Summary.State);
        await fleet.ReachAsync("SELECT COUNT(*) FROM worker", 1);
        Assert.NotEqual(former, (await only.Runs.WorkersAsync(Cancellation)).Single().Id);
    }

    [Fact]
    public async Task A_worker_that_stops_gives_its_runs_back_at_once()
    {
        var recorder = new Recorder();
        await using var fleet = await Fleet.GatherAsync(await servers.PostgresAsync(Cancellation));
        var first = await fleet.JoinAsync(
            "first", Scripted((_, run) => run.StepAsync("cut", async step =>
            {
                await recorder.HoldAsync("first", step.Cancellation);
                return "of the first";
            })), LongLease);
        var id = (await first.Runs.StartAsync<string?>("scripted", "a", null, Cancellation)).Id;
        await recorder.ReachedAsync("first");
        var second = await fleet.JoinAsync("second", Scripted((_, run) => run.StepAsync("cut", _ => Task.FromResult("of the second"))), new EngineOptions());

        await first.StopAsync(patient: false);
        // Its lease of a minute has not ended: it is the giving back that the second one notices, by its sweep at the latest.
        var run = await second.Runs.WaitAsync(id, Cancellation);

        Assert.Equal("of the second", run.Steps.Single().Output!.Value.GetString());
        Assert.Equal(0, await CountAsync(fleet, "SELECT crashes FROM run"));
    }

    [Fact]
    public async Task A_cancel_by_another_process_stops_the_step_where_it_runs()
    {
        var recorder = new Recorder();
        await using var fleet = await Fleet.GatherAsync(await servers.PostgresAsync(Cancellation));
        var first = await fleet.JoinAsync("first", Scripted((_, run) => run.StepAsync("cut", async step =>
        {
            await recorder.HoldAsync("first", step.Cancellation);
            return "done";
        })));
        var id = (await first.Runs.StartAsync<string?>("scripted", "a", null, Cancellation)).Id;
        await recorder.ReachedAsync("first");
        var second = await fleet.JoinAsync("second", Scripted((_, run) => run.StepAsync("cut", _ => Task.FromResult("never"))));

        Assert.True((await second.Runs.CancelAsync(id, "Withdrawn.", Cancellation)).Moved);
        var run = await second.Runs.WaitAsync(id, Cancellation);

        Assert.Equal((RunState.Cancelled, "Withdrawn."), (run.Summary.State, run.Summary.Why));
    }

    private static Task<long> CountAsync(Fleet fleet, string query)
        => fleet.Database.ReadAsync(session => session.FindAsync<long>(query), Cancellation);
}
