using static Reelway.Engine.Tests.ScriptedFlowRegistration;

namespace Reelway.Engine.Tests;

/// <summary>What is stored comes back as it was: an outcome that couldn't be read would wedge its run.</summary>
public abstract class RoundTripContract(EngineStore store)
{
    private const string OddText = "zero \0, half a pair \ud83d, a whole one \U0001F3AC, line\nbreak, \"quotes\"";

    private static readonly Everything Sample = new(
        long.MinValue, 0.1m, double.Epsilon, new DateTimeOffset(2026, 10, 25, 2, 30, 0, TimeSpan.FromHours(2)), TimeSpan.FromTicks(7), Guid.Parse("6f0f1c2e-9f4f-4f8e-8a6d-0d2f3b1c4a55"),
        DayOfWeek.Sunday, "ÄÖ \u2028 \U0001F3AC 'x' \\ </script>", null, [1, 2, 3], new Dictionary<string, int?> { ["a b"] = 1, [""] = null }, [0, 255]);

    [Fact]
    public async Task A_result_of_every_type_is_read_back_as_it_was()
    {
        var seen = new List<Everything>();
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (_, run) =>
        {
            seen.Add(await run.StepAsync("make", _ => Task.FromResult(Sample)));
            await run.DelayAsync("pause", TimeSpan.FromHours(1));
            return "done";
        }));
        var id = await engine.RunAsync("scripted", "a");
        await engine.ReachAsync(id, RunState.Waiting);
        engine.Clock.Advance(TimeSpan.FromHours(1));
        await engine.ReachAsync(id, RunState.Succeeded);

        Assert.Equal(2, seen.Count);
        Assert.All(seen, everything => Assert.Equivalent(Sample, everything, strict: true));
    }

    [Fact]
    public async Task A_step_may_answer_nothing_and_nothing_it_is_at_every_replay()
    {
        var seen = new List<string?>();
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (_, run) =>
        {
            seen.Add(await run.StepAsync("find", _ => Task.FromResult<string?>(null)));
            await run.DelayAsync("pause", TimeSpan.FromHours(1));
            return "done";
        }));
        var id = await engine.RunAsync("scripted", "a");
        await engine.ReachAsync(id, RunState.Waiting);
        engine.Clock.Advance(TimeSpan.FromHours(1));
        await engine.ReachAsync(id, RunState.Succeeded);

        Assert.Equal([null, null], seen);
    }

    [Fact]
    public async Task A_fault_is_thrown_again_at_replay_as_it_was()
    {
        var faults = new List<Fault>();
        var fault = new Fault(
            FaultKind.Permanent, "Box: folder 0412 not found.", "connection:box", new DateTimeOffset(2026, 5, 4, 10, 0, 0, TimeSpan.Zero), OutcomeUnknown: true);
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (_, run) =>
        {
            try
            {
                await run.StepAsync("fetch", _ => throw new FaultException(fault));
            }
            catch (FaultException failure)
            {
                faults.Add(failure.Fault);
            }

            await run.DelayAsync("pause", TimeSpan.FromHours(1));
            return "done";
        }));
        var id = await engine.RunAsync("scripted", "a");
        await engine.ReachAsync(id, RunState.Waiting);
        engine.Clock.Advance(TimeSpan.FromHours(1));
        await engine.ReachAsync(id, RunState.Succeeded);

        Assert.Equal([fault, fault], faults);
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_back_parks_its_run_which_goes_on_when_it_can()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (_, run) =>
        {
            var number = await run.StepAsync("count", _ => Task.FromResult(7));
            await run.DelayAsync("pause", TimeSpan.FromHours(1));
            return $"{number}";
        }));
        var id = await engine.RunAsync("scripted", "a");
        await engine.ReachAsync(id, RunState.Waiting);
        await StoreAsync("\"seven\"");
        engine.Clock.Advance(TimeSpan.FromHours(1));

        var parked = await engine.ReachAsync(id, RunState.NeedsAttention);
        await StoreAsync("7");
        await engine.Runs.RetryAsync(id, TestContext.Current.CancellationToken);
        var ended = await engine.ReachAsync(id, RunState.Succeeded);

        Assert.Contains("can't be read back", parked.Summary.Why, StringComparison.Ordinal);
        Assert.Equal("7", ended.Output!.Value.GetString());

        Task<int> StoreAsync(string output) => engine.Database.WriteAsync(
            session => session.ExecuteAsync("UPDATE step SET output = @output WHERE run_id = @Value AND name = 'count'", new { output, id.Value }),
            TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_fault_that_cannot_be_read_back_parks_its_run_which_goes_on_when_it_can()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (_, run) =>
        {
            var fault = await Assert.ThrowsAsync<FaultException>(() => run.StepAsync("fetch", _ => throw FaultException.Permanent("It is gone.")));
            await run.DelayAsync("pause", TimeSpan.FromHours(1));
            return fault.Message;
        }));
        var id = await engine.RunAsync("scripted", "a");
        await engine.ReachAsync(id, RunState.Waiting);
        var stored = await engine.Database.ReadAsync(
            session => session.FindAsync<string>("SELECT fault FROM step WHERE run_id = @Value AND name = 'fetch'", new { id.Value }), cancellation);
        await StoreAsync("[1]");
        engine.Clock.Advance(TimeSpan.FromHours(1));

        var parked = await engine.ReachAsync(id, RunState.NeedsAttention);
        await StoreAsync(stored!);
        await engine.Runs.RetryAsync(id, cancellation);
        var ended = await engine.ReachAsync(id, RunState.Succeeded);

        Assert.Contains("the fault of step \"fetch\" can't be read back", parked.Summary.Why, StringComparison.Ordinal);
        Assert.StartsWith("The step's fault can't be read back", parked.Steps[0].Sentence, StringComparison.Ordinal);
        Assert.Equal("It is gone.", ended.Output!.Value.GetString());

        Task<int> StoreAsync(string fault) => engine.Database.WriteAsync(
            session => session.ExecuteAsync("UPDATE step SET fault = @fault WHERE run_id = @Value AND name = 'fetch'", new { fault, id.Value }), cancellation);
    }

    [Fact]
    public async Task A_childs_result_that_cannot_be_read_back_parks_its_parent()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var engine = await EngineHarness.StartAsync(store, ChildFlows.WithChildren(
            async (_, run) =>
            {
                await ChildFlows.Children("x", run);
                await run.StepAsync("ask", _ => throw FaultException.Correction("Look."));
                return "never";
            },
            (page, _) => Task.FromResult(page)));
        var id = await engine.RunAsync("scripted", "a");
        await engine.ReachAsync(id, RunState.NeedsAttention);
        var changed = await engine.Database.WriteAsync(
            session => session.ExecuteAsync(
                """UPDATE step SET output = REPLACE(output, '"result":"x"', '"result":[]') WHERE run_id = @Value AND output LIKE '%"result":"x"%'""", new { id.Value }),
            cancellation);

        await engine.Runs.RetryAsync(id, cancellation);
        var parked = await engine.ReachAsync(id, RunState.NeedsAttention);

        Assert.Equal(1, changed);
        Assert.Contains("the result of child \"x\" of \"post\" can't be read back", parked.Summary.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_input_that_cannot_be_read_back_parks_its_run_which_goes_on_when_it_can()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (input, run) =>
        {
            await run.DelayAsync("pause", TimeSpan.FromHours(1));
            return input!;
        }));
        var id = await engine.RunAsync("scripted", "a", "hello");
        var stored = (await engine.ReachAsync(id, RunState.Waiting)).Input!.Value.GetRawText();
        await StoreAsync("[1, 2]");
        engine.Clock.Advance(TimeSpan.FromHours(1));

        var parked = await engine.ReachAsync(id, RunState.NeedsAttention);
        await StoreAsync(stored);
        await engine.Runs.RetryAsync(id, cancellation);
        var ended = await engine.ReachAsync(id, RunState.Succeeded);

        Assert.Contains("the run's input can't be read back", parked.Summary.Why, StringComparison.Ordinal);
        Assert.Equal("hello", ended.Output!.Value.GetString());

        Task<int> StoreAsync(string input) => engine.Database.WriteAsync(
            session => session.ExecuteAsync("UPDATE run_data SET input = @input WHERE run_id = @Value", new { input, id.Value }), cancellation);
    }

    [Fact]
    public async Task Text_that_no_database_takes_holds_up_no_run()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (input, run) =>
        {
            await run.StepAsync("echo", step =>
            {
                step.Log(RunLogLevel.Info, OddText);
                return Task.FromResult(input);
            });
            await run.StepAsync("fail", _ => throw FaultException.Permanent(OddText));
            return "never";
        }));
        var id = await engine.RunAsync("scripted", "odd \0 key", OddText.Replace('\ud83d', '?'));

        var run = await engine.ReachAsync(id, RunState.Failed);
        var log = await engine.Runs.LogAsync(id, 0, 10, TestContext.Current.CancellationToken);

        Assert.Equal(OddText.Replace('\0', '\ufffd').Replace("half a pair \ud83d", "half a pair \ufffd", StringComparison.Ordinal), run.Summary.Why);
        Assert.Equal(run.Summary.Why, log[0].Message);
        Assert.Equal(OddText.Replace('\ud83d', '?'), run.Steps[0].Output!.Value.GetString());
        Assert.Equal("odd \ufffd key", run.Summary.Key);
    }

    [Fact]
    public async Task A_result_at_the_limit_is_stored_and_one_above_fails_the_step()
    {
        await using var engine = await EngineHarness.StartAsync(
            store, Scripted((input, run) => run.StepAsync("make", _ => Task.FromResult(new string('x', int.Parse(input!, System.Globalization.CultureInfo.InvariantCulture))))),
            new EngineOptions { PayloadLimitBytes = 2048 });

        var most = await engine.ReachAsync(await engine.RunAsync("scripted", "a", "2046"), RunState.Succeeded);
        var more = await engine.ReachAsync(await engine.RunAsync("scripted", "b", "2047"), RunState.Failed);

        Assert.Equal(2046, most.Output!.Value.GetString()!.Length);
        Assert.Equal("The result of step \"make\" has 2049 characters of JSON; at most 2048 are stored (engine.payload_limit_bytes).", more.Summary.Why);
    }

    private sealed record Everything(
        long Number, decimal Money, double Tiny, DateTimeOffset At, TimeSpan Took, Guid Id, DayOfWeek Day, string Text, string? Nothing,
        IReadOnlyList<int> List, IReadOnlyDictionary<string, int?> Map, byte[] Bytes);
}
