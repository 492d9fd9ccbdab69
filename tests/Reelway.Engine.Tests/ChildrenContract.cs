using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using static Reelway.Engine.Tests.ChildFlows;

namespace Reelway.Engine.Tests;

public abstract class ChildrenContract(EngineStore store)
{
    private static readonly ChildScript PostIt = (page, run) => run.StepAsync("upload", _ => Task.FromResult($"posted {page};"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_item_is_a_run_of_its_own_and_the_results_come_in_the_order_of_the_items()
    {
        var stamp = new RunStamp { Text = "as the parent" };
        await using var engine = await EngineHarness.StartAsync(store, services =>
        {
            WithChildren(Posting, PostIt)(services);
            services.AddSingleton(stamp);
        });
        var id = await engine.RunAsync("scripted", "a", "zoe,ann,kim");

        var run = await engine.ReachAsync(id, RunState.Succeeded);
        var children = (await engine.Runs.ListAsync(new RunQuery(Parent: id), Cancellation)).Items;

        Assert.Equal("posted zoe; posted ann; posted kim;", run.Output!.Value.GetString());
        Assert.Equal([$"{id}/post/0/ann", $"{id}/post/0/kim", $"{id}/post/0/zoe"], children.Select(child => child.Key).Order(StringComparer.Ordinal));
        Assert.All(children, child => Assert.Equal((id, "page", RunState.Succeeded), (child.Parent!.Value, child.Flow, child.State)));
        Assert.All(children, child => Assert.Equal("as the parent", child.Stamp));
        Assert.Null(run.Summary.Parent);
    }

    [Fact]
    public async Task The_parent_wakes_once_after_its_last_child()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store, WithChildren(
            async (pages, run) =>
            {
                recorder.Add("reached");
                return await Posting(pages, run);
            },
            async (page, run) =>
            {
                await run.StepAsync("upload", step => recorder.HoldAsync(page, step.Cancellation));
                return page;
            }));
        var id = await engine.RunAsync("scripted", "a", "x,y,z");
        foreach (var page in new[] { "x", "y", "z" })
        {
            await recorder.ReachedAsync(page);
        }

        var waiting = await engine.ReachAsync(id, RunState.Waiting);
        recorder.Open("y");
        recorder.Open("x");
        foreach (var child in await ChildrenOf(engine, id, "x", "y"))
        {
            await engine.ReachAsync(child, RunState.Succeeded);
        }

        var stillWaiting = await engine.Runs.FindAsync(id, Cancellation);
        recorder.Open("z");

        Assert.Equal("Waits for its 3 child runs of \"post\".", waiting.Summary.Why);
        Assert.Equal(RunState.Waiting, stillWaiting!.Summary.State);
        await engine.ReachAsync(id, RunState.Succeeded);
        Assert.Equal(2, recorder.Count("reached"));
    }

    [Fact]
    public async Task Hundreds_of_children_that_end_together_wake_their_parent()
    {
        await using var engine = await EngineHarness.StartAsync(store, WithChildren(Posting, PostIt));
        var pages = Enumerable.Range(0, 700).Select(i => i.ToString(CultureInfo.InvariantCulture)).ToList();
        var id = await engine.RunAsync("scripted", "a", string.Join(',', pages));

        var run = await engine.ReachAsync(id, RunState.Succeeded);

        Assert.Equal(string.Join(" ", pages.Select(page => $"posted {page};")), run.Output!.Value.GetString());
    }

    [Fact]
    public async Task A_parent_that_was_interrupted_finds_the_children_that_it_has_begun()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store, WithChildren(Posting, async (page, run) =>
        {
            await run.StepAsync("upload", async step =>
            {
                recorder.Add(page);
                await recorder.HoldAsync("gate", step.Cancellation);
            });
            return page;
        }));
        var id = await engine.RunAsync("scripted", "a", "x,y");
        await recorder.ReachedAsync("gate");
        await engine.ReachAsync(id, RunState.Waiting);
        await engine.LeaveAsCrashedAsync(id);
        await engine.StopAsync(patient: false);
        recorder.Open("gate");
        await engine.StartAsync();

        Assert.Equal("x y", (await engine.ReachAsync(id, RunState.Succeeded)).Output!.Value.GetString());
        Assert.Equal(2, (await engine.Runs.ListAsync(new RunQuery(Parent: id), Cancellation)).Items.Count);
    }

    [Fact]
    public async Task A_child_that_fails_is_told_by_its_state_and_sentence()
    {
        await using var engine = await EngineHarness.StartAsync(store, WithChildren(Posting, FailFor("ann")));
        var id = await engine.RunAsync("scripted", "a", "ann,kim");

        Assert.Equal("ann:failed:No such page. posted kim;", (await engine.ReachAsync(id, RunState.Succeeded)).Output!.Value.GetString());
    }

    [Fact]
    public async Task A_flow_that_needs_all_results_fails_with_the_children_that_have_none()
    {
        await using var engine = await EngineHarness.StartAsync(store, WithChildren(
            async (pages, run) => string.Join(" ", (await Children(pages!, run)).Results()), FailFor("ann")));
        var id = await engine.RunAsync("scripted", "a", "ann,kim");
        var good = await engine.RunAsync("scripted", "b", "kim,eva");

        var run = await engine.ReachAsync(id, RunState.Failed);

        Assert.Equal("1 of 2 child runs have no result. \"ann\" is failed: No such page.", run.Summary.Why);
        Assert.Equal("posted kim; posted eva;", (await engine.ReachAsync(good, RunState.Succeeded)).Output!.Value.GetString());
    }

    [Fact]
    public async Task What_becomes_of_a_child_later_does_not_change_what_its_parent_has_seen()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store, WithChildren(
            async (pages, run) =>
            {
                var said = await Posting(pages, run);
                await run.DelayAsync("pause", TimeSpan.FromHours(1));
                return said;
            },
            (page, run) => run.StepAsync("upload", _ =>
            {
                recorder.Add(page);
                return recorder.Count(page) == 1 ? throw FaultException.Permanent("No such page.") : Task.FromResult("posted");
            })));
        var id = await engine.RunAsync("scripted", "a", "ann");
        await engine.ReachAsync(id, RunState.Waiting);
        RunId child;
        while ((await engine.Runs.FindAsync(id, Cancellation))!.Summary.CurrentStep != "pause")
        {
            await Task.Yield();
        }

        child = (await ChildrenOf(engine, id, "ann")).Single();
        var retried = await engine.Runs.RetryAsync(child, Cancellation);
        await engine.ReachAsync(child, RunState.Succeeded);
        engine.Clock.Advance(TimeSpan.FromHours(1));

        Assert.True(retried.Moved);
        Assert.EndsWith($"Its parent {id} goes by what it has seen; replay it from step \"post\" to let it look again.", retried.Sentence, StringComparison.Ordinal);
        Assert.Equal("ann:failed:No such page.", (await engine.ReachAsync(id, RunState.Succeeded)).Output!.Value.GetString());
        await engine.Runs.ReplayAsync(id, "post", new ReplayOptions(), Cancellation);
        await engine.ReachAsync(id, RunState.Waiting);
        engine.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("posted", (await engine.ReachAsync(id, RunState.Succeeded)).Output!.Value.GetString());
    }

    [Fact]
    public async Task Children_asked_for_anew_are_others()
    {
        await using var engine = await EngineHarness.StartAsync(store, WithChildren(Posting, PostIt));
        var id = await engine.RunAsync("scripted", "a", "x,y");
        await engine.ReachAsync(id, RunState.Succeeded);

        await engine.Runs.ReplayAsync(id, "post", new ReplayOptions(), Cancellation);
        await engine.ReachAsync(id, RunState.Succeeded);
        var same = (await engine.Runs.ListAsync(new RunQuery(Parent: id), Cancellation)).Items.Count;
        await engine.Runs.ReplayAsync(id, "post", new ReplayOptions(Resend: true), Cancellation);
        await engine.ReachAsync(id, RunState.Succeeded);

        Assert.Equal((2, 4), (same, (await engine.Runs.ListAsync(new RunQuery(Parent: id), Cancellation)).Items.Count));
    }

    [Fact]
    public async Task A_cancel_reaches_children_and_their_children()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store, WithChildren(Posting, async (page, run) =>
        {
            if (page == "deep")
            {
                await run.ForEachAsync<PageFlow, string, string, string>("deeper", ["held"], item => item, item => item);
            }
            else if (page == "held")
            {
                await run.StepAsync("upload", step => recorder.HoldAsync("gate", step.Cancellation));
            }
            else
            {
                await run.DelayAsync("pause", TimeSpan.FromHours(1));
            }

            return page;
        }));
        var id = await engine.RunAsync("scripted", "a", "deep,waits");
        await recorder.ReachedAsync("gate");
        await engine.ReachAsync(id, RunState.Waiting);
        var children = await ChildrenOf(engine, id, "deep", "waits");
        foreach (var child in children)
        {
            await engine.ReachAsync(child, RunState.Waiting);
        }

        var grandchild = (await engine.Runs.ListAsync(new RunQuery(Parent: children[0]), Cancellation)).Items.Single().Id;
        var cancelled = await engine.Runs.CancelAsync(id, "The talk was withdrawn.", Cancellation);

        Assert.Equal("Cancelled. So are its 3 child runs.", cancelled.Sentence);
        foreach (var one in (RunId[])[id, grandchild, .. children])
        {
            Assert.Equal("The talk was withdrawn.", (await engine.ReachAsync(one, RunState.Cancelled)).Summary.Why);
        }
    }

    [Fact]
    public async Task A_child_that_is_cancelled_alone_lets_its_parent_go_on()
    {
        await using var engine = await EngineHarness.StartAsync(store, WithChildren(Posting, async (page, run) =>
        {
            await run.DelayAsync("pause", TimeSpan.FromHours(1));
            return page;
        }));
        var id = await engine.RunAsync("scripted", "a", "x");
        await engine.ReachAsync(id, RunState.Waiting);
        var child = (await ChildrenOf(engine, id, "x")).Single();
        await engine.ReachAsync(child, RunState.Waiting);

        await engine.Runs.CancelAsync(child, "Not this one.", Cancellation);

        Assert.Equal("x:cancelled:Not this one.", (await engine.ReachAsync(id, RunState.Succeeded)).Output!.Value.GetString());
    }

    [Fact]
    public async Task A_child_that_kills_its_process_until_it_is_set_aside_lets_its_parent_go_on()
    {
        await using var engine = await EngineHarness.StartAsync(store,
            WithChildren(Posting, async (page, run) =>
            {
                await run.DelayAsync("pause", TimeSpan.FromHours(1));
                return page;
            }),
            new EngineOptions { MaxCrashes = 1 });
        var id = await engine.RunAsync("scripted", "a", "x");
        await engine.ReachAsync(id, RunState.Waiting);
        var child = (await ChildrenOf(engine, id, "x")).Single();
        await engine.ReachAsync(child, RunState.Waiting);
        await engine.LeaveAsCrashedAsync(child);
        await engine.StopAsync();
        await engine.StartAsync();

        Assert.StartsWith("x:failed:The process has died 1 times", (await engine.ReachAsync(id, RunState.Succeeded)).Output!.Value.GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_items_are_no_children_and_no_wait()
    {
        await using var engine = await EngineHarness.StartAsync(store, WithChildren(Posting, PostIt));

        var run = await engine.ReachAsync(await engine.RunAsync("scripted", "a", ""), RunState.Succeeded);

        Assert.Equal("", run.Output!.Value.GetString());
    }

    [Theory]
    [InlineData("x,y,x", "Two items of step \"post\" have the key \"x\".")]
    [InlineData("x, ,y", "The key of an item of \"post\" is empty.")]
    public async Task Items_that_cannot_be_told_apart_are_refused(string pages, string sentence)
    {
        await using var engine = await EngineHarness.StartAsync(store, WithChildren(Posting, PostIt));
        var id = await engine.RunAsync("scripted", "a", pages);

        Assert.StartsWith(sentence, (await engine.ReachAsync(id, RunState.Failed)).Summary.Why, StringComparison.Ordinal);
        Assert.Empty((await engine.Runs.ListAsync(new RunQuery(Parent: id), Cancellation)).Items);
    }

    [Fact]
    public async Task A_flow_that_is_not_registered_is_refused_by_name()
    {
        await using var engine = await EngineHarness.StartAsync(store, WithChildren(
            async (_, run) => string.Join(" ", await run.ForEachAsync<string, string, string>("post", ["x"], page => page, "no.such", page => page)), PostIt));

        var run = await engine.ReachAsync(await engine.RunAsync("scripted", "a", ""), RunState.Failed);

        Assert.StartsWith("There is no flow named \"no.such\"; known are ", run.Summary.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "The input of child \"x\" of \"post\" has 3002 characters of JSON; at most 2048 are stored")]
    [InlineData(true, "The results of the 2 child runs of \"post\" have 3004 characters of JSON; at most 2048 are stored")]
    public async Task Inputs_and_results_have_their_bounds(bool result, string sentence)
    {
        await using var engine = await EngineHarness.StartAsync(store,
            WithChildren(
                async (_, run) =>
                {
                    await run.ForEachAsync<PageFlow, string, string, string>("post", ["x", "y"], page => page, page => new string('x', result ? 1 : 3000));
                    return "done";
                },
                (page, run) => run.StepAsync("upload", _ => Task.FromResult(new string('y', 1500)))),
            new EngineOptions { PayloadLimitBytes = 2048 });

        var run = await engine.ReachAsync(await engine.RunAsync("scripted", "a"), RunState.Failed);

        Assert.StartsWith(sentence, run.Summary.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_input_that_cannot_be_made_fails_the_step_and_begins_no_child()
    {
        await using var engine = await EngineHarness.StartAsync(store, WithChildren(
            async (_, run) =>
            {
                await run.ForEachAsync<PageFlow, string, string, string>(
                    "post", ["x", "y"], page => page, page => page == "y" ? throw new InvalidOperationException("no y") : page);
                return "done";
            },
            PostIt));
        var id = await engine.RunAsync("scripted", "a");

        var run = await engine.ReachAsync(id, RunState.Failed);

        Assert.Equal("The input of child \"y\" of \"post\" can't be made: no y", run.Summary.Why);
        Assert.Empty((await engine.Runs.ListAsync(new RunQuery(Parent: id), Cancellation)).Items);
    }

    private static ChildScript FailFor(string failing) => (page, run) => run.StepAsync(
        "upload", _ => page == failing ? throw FaultException.Permanent("No such page.") : Task.FromResult($"posted {page};"));

    private static async Task<IReadOnlyList<RunId>> ChildrenOf(EngineHarness engine, RunId parent, params string[] items)
    {
        var children = (await engine.Runs.ListAsync(new RunQuery(Parent: parent), Cancellation)).Items;
        return [.. items.Select(item => children.Single(child => child.Key.EndsWith($"/{item}", StringComparison.Ordinal)).Id)];
    }
}
