using static Reelway.Engine.Tests.ScriptedFlowRegistration;

namespace Reelway.Engine.Tests;

/// <summary>Which runs stand still until a person does something, and what runs tell about themselves.</summary>
public abstract class NeedsPersonContract(EngineStore store)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Runs_that_ask_and_runs_that_failed_need_a_person_until_they_are_put_aside()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted(Ending));
        var fails = await engine.RunAsync("scripted", "a", "fails");
        var asks = await engine.RunAsync("scripted", "b", "asks");
        var half = await engine.RunAsync("scripted", "c", "half");
        var works = await engine.RunAsync("scripted", "d", "works");
        await engine.ReachAsync(fails, RunState.Failed);
        await engine.ReachAsync(asks, RunState.NeedsAttention);
        await engine.ReachAsync(half, RunState.Partial);
        await engine.ReachAsync(works, RunState.Succeeded);
        Assert.Equal([half, asks, fails], await NeedingAsync(engine));

        var aside = await engine.Runs.PutAsideAsync(fails, "Published by hand.", Cancellation);
        var again = await engine.Runs.PutAsideAsync(fails, "Published by hand.", Cancellation);
        var refused = await engine.Runs.PutAsideAsync(asks, "Later.", Cancellation);

        Assert.Equal((true, false, false), (aside.Moved, again.Moved, refused.Moved));
        Assert.Equal([half, asks], await NeedingAsync(engine));
        Assert.True((await engine.Runs.FindAsync(fails, Cancellation))!.Summary is { PutAside: true, NeedsPerson: false, State: RunState.Failed });
        Assert.Contains("Put aside by hand: Published by hand.", (await engine.Runs.LogAsync(fails, 0, 100, Cancellation)).Select(line => line.Message));

        await engine.Runs.RetryAsync(fails, Cancellation);
        await engine.ReachAsync(fails, RunState.Failed);
        Assert.Equal([half, asks, fails], await NeedingAsync(engine));
    }

    [Fact]
    public async Task Archived_runs_need_nobody()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted(Ending));
        await engine.ReachAsync(await engine.RunAsync("scripted", "a", "fails"), RunState.Failed);
        engine.Clock.Advance(TimeSpan.FromDays(8));

        await engine.Operations.ArchiveAsync(TimeSpan.FromDays(7), Cancellation);

        Assert.Empty(await NeedingAsync(engine));
    }

    [Fact]
    public async Task What_steps_came_to_is_read_for_many_runs_at_once_archived_and_replayed_ones_included()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (input, run) =>
        {
            await run.ChangedAsync("titles are found");
            await run.StepAsync("title", _ => Task.FromResult(input!));
            await run.StepAsync<string>("nothing", _ => Task.FromResult<string>(null!));
            return await run.StepAsync("link", _ => Task.FromResult($"https://video.example/{input}"));
        }));
        var old = await engine.RunAsync("scripted", "a", "owls");
        await engine.ReachAsync(old, RunState.Succeeded);
        engine.Clock.Advance(TimeSpan.FromDays(8));
        await engine.Operations.ArchiveAsync(TimeSpan.FromDays(7), Cancellation);
        var replayed = await engine.RunAsync("scripted", "b", "bats");
        await engine.ReachAsync(replayed, RunState.Succeeded);
        await engine.Runs.ReplayAsync(replayed, "link", new ReplayOptions(), Cancellation);
        var view = await engine.ReachAsync(replayed, RunState.Succeeded);
        var other = await engine.RunAsync("scripted", "c", "mice");
        await engine.ReachAsync(other, RunState.Succeeded);

        var outcomes = await engine.Runs.OutcomesAsync([old, replayed], ["title", "nothing", "link"], Cancellation);

        Assert.Equal(
            [(old, "title", "owls"), (old, "link", "https://video.example/owls"), (replayed, "title", "bats"), (replayed, "link", "https://video.example/bats")],
            outcomes.Where(outcome => outcome.Step != "nothing").Select(outcome => (outcome.Run, outcome.Step, outcome.Output.GetString())));
        Assert.Equal("titles are found", Assert.Single(view.Steps, step => step.IsMark).Name);
        Assert.Empty(await engine.Runs.OutcomesAsync([], ["title"], Cancellation));
    }

    [Fact]
    public async Task A_text_finds_what_an_address_holds_percent_encoded_and_what_others_know()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted(Ending), working: false);
        var encoded = await engine.RunAsync("scripted", "file:///recordings/Small%20tools%2C%20long%20days.mp4");
        var known = await engine.RunAsync("scripted", "b");
        await engine.RunAsync("scripted", "c_d");

        async Task<IReadOnlyList<RunId>> FindAsync(string text, params RunId[] also)
            => [.. (await engine.Runs.ListAsync(new RunQuery(Text: text, Also: also), Cancellation)).Items.Select(run => run.Id)];

        Assert.Equal([encoded], await FindAsync("tools, long"));
        Assert.Equal([known, encoded], await FindAsync("tools, long", known));
        Assert.Empty(await FindAsync("c%d"));
    }

    private static async Task<string> Ending(string? input, IRun run)
    {
        switch (input)
        {
            case "fails":
                return await run.StepAsync<string>("cut", _ => throw FaultException.Permanent("The file is empty."));
            case "asks":
                return await run.StepAsync<string>("cut", _ => throw FaultException.Setting("The page is not set."));
            case "half":
                run.MarkPartial("A speaker got no mail.");
                return "done";
            default:
                return "done";
        }
    }

    private static async Task<IReadOnlyList<RunId>> NeedingAsync(EngineHarness engine)
    {
        var runs = (await engine.Runs.ListAsync(new RunQuery(NeedsPerson: true), Cancellation)).Items;
        Assert.Equal(runs.Count, await engine.Runs.CountNeedingPersonAsync(Cancellation));
        return [.. runs.Select(run => run.Id)];
    }
}
