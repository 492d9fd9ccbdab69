using Reelway.Connectors;
using Reelway.Engine;

namespace Reelway.Contracts.Talks;

/// <summary>What a sheet must do beyond <see cref="TalkSheetContract"/> when others work in it and a network lies between.</summary>
public abstract class OnlineSheetContract : TalkSheetContract
{
    private const string Link = "https://x.test/1";

    internal sealed override async Task<ISheetHarness> StartAsync(IReadOnlyList<IReadOnlyList<string>> rows) => await StartOnlineAsync(rows);

    internal abstract Task<IOnlineSheetHarness> StartOnlineAsync(IReadOnlyList<IReadOnlyList<string>> rows);

    [Fact]
    public async Task A_row_that_moves_between_the_read_and_the_write_gets_its_link_and_the_others_keep_theirs()
    {
        string[] bees = [.. Row("Bees")[..6], "https://x.test/bees", "keep"];
        await using var harness = await StartOnlineAsync([Header, Row("Owls"), bees, Row("Ants")]);
        harness.AfterNextRead((rows, replace) => replace([rows[0], rows[2], rows[3], rows[1]]));
        Assert.Equal(4, await Open(harness).WriteLinkAsync("Owls", Link, Cancellation));
        Assert.Equal([Header, bees, Row("Ants"), [.. Row("Owls")[..6], Link, "keep"]], await harness.CellsAsync());
    }

    [Fact]
    public async Task A_column_that_moves_between_the_read_and_the_write_gets_the_link_and_the_one_in_its_place_keeps_its_text()
    {
        await using var harness = await StartOnlineAsync([Header, Row("Owls")]);
        harness.AfterNextRead((rows, replace) => replace([.. rows.Select(cells => (string[])[cells[6], .. cells.Take(6), cells[7]])]));
        await Open(harness).WriteLinkAsync("Owls", Link, Cancellation);
        Assert.Equal([Link, .. Row("Owls")[..6], "keep"], (await harness.CellsAsync())[1]);
    }

    [Fact]
    public async Task A_row_that_goes_between_the_read_and_the_write_leaves_no_link_in_another()
    {
        await using var harness = await StartOnlineAsync([Header, Row("Owls"), Row("Bees")]);
        harness.AfterNextRead((rows, replace) => replace([rows[0], rows[2]]));
        var fault = await Refused(Open(harness).WriteLinkAsync("Owls", Link, Cancellation));
        Assert.Contains("has no row titled \"Owls\" any more", fault.Sentence, StringComparison.Ordinal);
        Assert.Equal([Header, Row("Bees")], await harness.CellsAsync());
    }

    [Fact]
    public async Task Rows_that_two_links_are_on_the_way_to_may_change_places()
    {
        await using var harness = await StartOnlineAsync([Header, Row("Owls"), Row("Bees")]);
        harness.AfterNextRead((rows, replace) => replace([rows[0], rows[2], rows[1]]));
        var sheet = Open(harness);
        await Task.WhenAll(sheet.WriteLinkAsync("Owls", "https://x.test/owls", Cancellation), sheet.WriteLinkAsync("Bees", "https://x.test/bees", Cancellation));
        Assert.Equal(["Link", "https://x.test/bees", "https://x.test/owls"], (await harness.CellsAsync()).Select(cells => cells[6]));
    }

    [Fact]
    public async Task Links_that_wait_for_each_other_go_out_together()
    {
        var titles = Enumerable.Range(1, 20).Select(number => $"Talk {number}").ToList();
        await using var harness = await StartOnlineAsync([Header, .. titles.Select(title => Row(title))]);
        var sheet = Open(harness);
        await Task.WhenAll(titles.Select(title => sheet.WriteLinkAsync(title, Link, Cancellation)));
        Assert.InRange(harness.Writes, 1, 5);
    }

    [Fact]
    public async Task One_call_too_many_holds_up_the_account_until_the_quota_is_there_again()
    {
        await using var harness = await StartOnlineAsync([Header, Row("Owls")]);
        var sheet = Open(harness);
        harness.Throttle(reads: true);
        AssertThrottled(harness, await Refused(sheet.FindByFileAsync("Owls", Accept, Cancellation)));
        harness.Heal();
        await sheet.FindByFileAsync("Owls", Accept, Cancellation);
        harness.Throttle(reads: true);
        // A talk that the copy does not know waits for the sheet, and no person is asked for it.
        AssertThrottled(harness, await Refused(sheet.FindByFileAsync("Bees", Accept, Cancellation)));
        harness.Heal();
        harness.Throttle(reads: false);
        AssertThrottled(harness, await Refused(sheet.WriteLinkAsync("Owls", Link, Cancellation)));
        harness.Heal();
        await sheet.WriteLinkAsync("Owls", Link, Cancellation);
        Assert.Equal(Link, (await harness.CellsAsync())[1][6]);
    }

    [Fact]
    public async Task Refused_credentials_hold_up_the_account_and_a_login_that_ends_costs_nothing()
    {
        await using var harness = await StartOnlineAsync([Header, Row("Owls")]);
        var sheet = Open(harness);
        await sheet.FindByFileAsync("Owls", Accept, Cancellation);
        harness.EndLogin();
        await sheet.WriteLinkAsync("Owls", Link, Cancellation);
        harness.RefuseCredentials();
        var fault = await Refused(sheet.WriteLinkAsync("Owls", Link, Cancellation));
        Assert.Equal((FaultKind.Auth, harness.Scope), (fault.Kind, fault.Scope));
        Assert.Equal(harness.Scope, ConnectionScope.Of(harness.Sheet.Connection!));
    }

    [Fact]
    public async Task An_answer_that_is_cut_is_asked_for_again()
    {
        await using var harness = await StartOnlineAsync([Header, Row("Owls")]);
        harness.CutNextRead();
        Assert.Equal(2, (await Open(harness).FindByFileAsync("Owls", Accept, Cancellation)).Row);
    }

    [Fact]
    public async Task A_write_whose_answer_is_lost_is_looked_for_and_not_repeated()
    {
        await using var harness = await StartOnlineAsync([Header, Row("Owls")]);
        harness.CutNextWrite(afterEffect: true);
        Assert.Equal(2, await Open(harness).WriteLinkAsync("Owls", Link, Cancellation));
        Assert.Equal((1, Link), (harness.Writes, (await harness.CellsAsync())[1][6]));
    }

    [Fact]
    public async Task A_write_that_never_arrived_is_a_fault_that_may_be_repeated()
    {
        await using var harness = await StartOnlineAsync([Header, Row("Owls")]);
        var sheet = Open(harness);
        harness.CutNextWrite(afterEffect: false);
        var fault = await Refused(sheet.WriteLinkAsync("Owls", Link, Cancellation));
        Assert.Equal((FaultKind.Transient, false), (fault.Kind, fault.OutcomeUnknown));
        Assert.Equal("", (await harness.CellsAsync())[1][6]);
        Assert.Equal(2, await sheet.WriteLinkAsync("Owls", Link, Cancellation));
    }

    [Fact]
    public async Task Whoever_stops_in_the_middle_does_not_stop_the_others()
    {
        await using var harness = await StartOnlineAsync([Header, Row("Owls"), Row("Bees")]);
        var sheet = Open(harness);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        harness.HangNextWrite();
        var owls = sheet.WriteLinkAsync("Owls", Link, stop.Token);
        var bees = sheet.WriteLinkAsync("Bees", "https://x.test/bees", Cancellation);
        await harness.UntilWriteAsync(Cancellation);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => owls);
        Assert.Equal(3, await bees);
        Assert.Equal("https://x.test/bees", (await harness.CellsAsync())[2][6]);
    }

    private static void AssertThrottled(IOnlineSheetHarness harness, Fault fault)
    {
        Assert.Equal((FaultKind.RateLimited, harness.Scope), (fault.Kind, fault.Scope));
        Assert.NotNull(fault.Until);
    }
}
