using Reelway.Engine;
using Reelway.Talks;
using Reelway.Talks.Sheets;

namespace Reelway.Contracts.Talks;

/// <summary>What every kind of sheet must do for the talks. A new kind adds one subclass and no new assertions.</summary>
public abstract class TalkSheetContract
{
    private protected static readonly string[] Header = ["Title", "Start", "End", "Stage", "Speakers", "Description", "Link", "Notes"];

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    internal abstract Task<ISheetHarness> StartAsync(IReadOnlyList<IReadOnlyList<string>> rows);

    [Theory]
    [InlineData("Hedgehogs at night")]
    [InlineData("hedgehogs AT night")]
    [InlineData("Hedgehogs  at_night")]
    public async Task Finds_a_talk_by_its_exact_and_by_its_normalised_title(string fileTitle)
    {
        await using var harness = await StartAsync([Header, Row("Foxes by day"), Row("Hedgehogs at night")]);
        var found = await Open(harness).FindByFileAsync(fileTitle, Accept, Cancellation);
        Assert.Equal("Hedgehogs at night", found.Talk.Title);
        Assert.Equal(3, found.Row);
        Assert.Null(found.Warning);
    }

    [Fact]
    public async Task Reads_all_columns_by_their_header_whatever_their_order()
    {
        await using var harness = await StartAsync(
            [["link ", "STAGE", "Description", "Speakers", "End", "Start", "Title"], ["", "Barn", "Of owls,\n\"mostly\"", "A B; C D", "1:00", "10", "Owls"]]);
        var talk = (await Open(harness).FindByFileAsync("Owls", Accept, Cancellation)).Talk;
        Assert.Equal("Barn", talk.Stage);
        Assert.Equal("Of owls,\n\"mostly\"", talk.Description);
        Assert.Equal(["A B", "C D"], talk.Speakers);
        Assert.Equal((TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1)), talk.Span());
        Assert.Equal("", talk.Link);
    }

    [Fact]
    public async Task A_missing_column_is_named_together_with_the_headers_that_are_there()
    {
        await using var harness = await StartAsync([["Title", "Start", "End", "Stage", "Speakers", "Description"], Row("Owls")[..6]]);
        var fault = await Refused(Open(harness).FindByFileAsync("Owls", Accept, Cancellation));
        Assert.Equal(FaultKind.NeedsPerson, fault.Kind);
        Assert.Contains("has no column \"Link\"", fault.Sentence, StringComparison.Ordinal);
        Assert.Contains("\"Title\", \"Start\", \"End\"", fault.Sentence, StringComparison.Ordinal);
        Assert.Contains("talks.columns.link", fault.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_title_is_answered_with_the_three_nearest()
    {
        await using var harness = await StartAsync([Header, Row("Owls at dusk"), Row("Bees"), Row("Owls at dawn"), Row("Owls at noon")]);
        var fault = await Refused(Open(harness).FindByFileAsync("Owls at dask", Accept, Cancellation));
        Assert.Equal(FaultKind.NeedsPerson, fault.Kind);
        Assert.Contains("\"Owls at dusk\", \"Owls at dawn\" and \"Owls at noon\"", fault.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("Bees", fault.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_title_that_stands_in_two_rows_needs_a_person_and_both_are_named()
    {
        await using var harness = await StartAsync([Header, Row("Owls"), Row("Bees"), Row("Owls")]);
        var sheet = Open(harness);
        var fault = await Refused(sheet.FindByFileAsync("owls", Accept, Cancellation));
        Assert.Equal(FaultKind.NeedsPerson, fault.Kind);
        Assert.Contains("rows 2 and 4", fault.Sentence, StringComparison.Ordinal);
        Assert.Contains("rows 2 and 4", (await Refused(sheet.WriteLinkAsync("Owls", "https://x.test/1", Cancellation))).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_talk_added_after_the_copy_was_made_is_found()
    {
        await using var harness = await StartAsync([Header, Row("Owls")]);
        var sheet = Open(harness);
        await sheet.FindByFileAsync("Owls", Accept, Cancellation);
        await harness.ReplaceAsync([Header, Row("Owls"), Row("Bees")]);
        Assert.Equal(3, (await sheet.FindByFileAsync("Bees", Accept, Cancellation)).Row);
    }

    [Fact]
    public async Task The_last_good_copy_serves_when_the_source_fails_and_says_how_old_it_is()
    {
        await using var harness = await StartAsync([Header, Row("Owls")]);
        var sheet = Open(harness);
        await sheet.FindByFileAsync("Owls", Accept, Cancellation);
        await harness.BreakAsync();
        var found = await sheet.FindByFileAsync("Owls", Accept, Cancellation);
        Assert.Equal("Owls", found.Talk.Title);
        Assert.Matches("copy of .* that is [0-9]+ s old", found.Warning);
    }

    [Fact]
    public async Task A_source_that_never_answered_is_a_fault()
    {
        await using var harness = await StartAsync([Header, Row("Owls")]);
        await harness.BreakAsync();
        var fault = await Refused(Open(harness).FindByFileAsync("Owls", Accept, Cancellation));
        Assert.Contains(harness.Sheet.Name, fault.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_is_written_into_its_own_cell_and_nothing_else_changes()
    {
        await using var harness = await StartAsync([Header, Row("Bees"), Row("Owls, \"great\"\nand small"), []]);
        var before = await harness.CellsAsync();
        var row = await Open(harness).WriteLinkAsync("Owls, \"great\" and small", "https://x.test/1", Cancellation);
        Assert.Equal(3, row);
        var expected = before.Select(cells => cells.ToArray()).ToList();
        expected[2][6] = "https://x.test/1";
        Assert.Equal(expected, await harness.CellsAsync());
    }

    [Fact]
    public async Task A_link_follows_its_talk_when_rows_are_moved()
    {
        await using var harness = await StartAsync([Header, Row("Owls"), Row("Bees")]);
        var sheet = Open(harness);
        await sheet.FindByFileAsync("Owls", Accept, Cancellation);
        await harness.ReplaceAsync([Header, Row("Ants"), Row("Bees"), Row("Owls")]);
        Assert.Equal(4, await sheet.WriteLinkAsync("Owls", "https://x.test/1", Cancellation));
        Assert.Equal("https://x.test/1", (await harness.CellsAsync())[3][6]);
    }

    [Fact]
    public async Task The_same_link_again_changes_nothing_and_another_one_is_refused()
    {
        await using var harness = await StartAsync([Header, Row("Owls")]);
        var sheet = Open(harness);
        Assert.Equal(2, await sheet.WriteLinkAsync("Owls", "https://x.test/1", Cancellation));
        Assert.Equal(2, await sheet.WriteLinkAsync("Owls", "https://x.test/1", Cancellation));
        var fault = await Refused(sheet.WriteLinkAsync("Owls", "https://x.test/2", Cancellation));
        Assert.Equal(FaultKind.NeedsPerson, fault.Kind);
        Assert.Contains("row 2, column \"Link\" holds another link, https://x.test/1", fault.Sentence, StringComparison.Ordinal);
        Assert.Equal("https://x.test/1", (await harness.CellsAsync())[1][6]);
    }

    [Fact]
    public async Task A_row_that_has_gone_is_named_with_the_link_that_it_should_have_had()
    {
        await using var harness = await StartAsync([Header, Row("Bees")]);
        var fault = await Refused(Open(harness).WriteLinkAsync("Owls", "https://x.test/1", Cancellation));
        Assert.Contains("\"Owls\"", fault.Sentence, StringComparison.Ordinal);
        Assert.Contains("https://x.test/1", fault.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_written_side_by_side_all_arrive()
    {
        var titles = Enumerable.Range(1, 20).Select(number => $"Talk {number}").ToList();
        await using var harness = await StartAsync([Header, .. titles.Select(title => Row(title))]);
        var sheet = Open(harness);
        await Task.WhenAll(titles.Select(title => sheet.WriteLinkAsync(title, $"https://x.test/{title}", Cancellation)));
        Assert.Equal(titles.Select(title => $"https://x.test/{title}"), (await harness.CellsAsync()).Skip(1).Select(cells => cells[6]));
    }

    [Fact]
    public async Task Short_and_empty_rows_are_read_as_far_as_they_go()
    {
        await using var harness = await StartAsync([Header, [], ["Owls"], ["", "0:01"], ["Bees", "", "1:00"]]);
        var sheet = Open(harness);
        Assert.Equal(3, await sheet.WriteLinkAsync("Owls", "https://x.test/1", Cancellation));
        var bees = await sheet.FindByFileAsync("Bees", Accept, Cancellation);
        Assert.Equal((5, ""), (bees.Row, bees.Talk.Description));
        Assert.Equal(["Owls", "Bees"], (await sheet.ListAsync(Cancellation)).Select(talk => talk.Title));
    }

    [Fact]
    public async Task A_sheet_with_nothing_or_a_header_alone_is_told_as_such()
    {
        await using var harness = await StartAsync([]);
        Assert.Contains("is empty", (await Refused(harness.Sheet.ReadAsync(Cancellation))).Sentence, StringComparison.Ordinal);
        await harness.ReplaceAsync([Header]);
        Assert.Contains("it has no talks at all", (await Refused(Open(harness).FindByFileAsync("Owls", Accept, Cancellation))).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_columns_of_the_same_name_are_not_guessed_between()
    {
        await using var harness = await StartAsync([[.. Header, " link"], Row("Owls")]);
        var fault = await Refused(Open(harness).WriteLinkAsync("Owls", "https://x.test/1", Cancellation));
        Assert.Equal(FaultKind.NeedsPerson, fault.Kind);
        Assert.Contains("2 columns named \"Link\"", fault.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_programme_of_two_thousand_talks_is_read_and_written()
    {
        await using var harness = await StartAsync([Header, .. Enumerable.Range(1, 2000).Select(number => Row($"Talk {number} {new string('x', 200)}"))]);
        var title = $"Talk 1999 {new string('x', 200)}";
        Assert.Equal(2000, await Open(harness).WriteLinkAsync(title, "https://x.test/1", Cancellation));
        Assert.Equal("https://x.test/1", (await harness.CellsAsync())[1999][6]);
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("=HYPERLINK(\"https://evil.test\",\"Owls\")")]
    [InlineData("+44 1 and others")]
    [InlineData("007")]
    public async Task A_title_is_text_whatever_it_looks_like(string title)
    {
        await using var harness = await StartAsync([Header, Row(title)]);
        var sheet = Open(harness);
        Assert.Equal(title, (await sheet.FindByTitleAsync(title, Accept, Cancellation)).Talk.Title);
        await sheet.WriteLinkAsync(title, "=IMPORTXML(1)", Cancellation);
        Assert.Equal([title, "=IMPORTXML(1)"], new[] { 0, 6 }.Select((await harness.CellsAsync())[1].ElementAt));
    }

    [Fact]
    public async Task A_link_follows_its_column_when_columns_are_moved()
    {
        await using var harness = await StartAsync([Header, Row("Owls")]);
        var sheet = Open(harness);
        await sheet.FindByFileAsync("Owls", Accept, Cancellation);
        await harness.ReplaceAsync([["Link", .. Header[..6], "Notes"], ["", .. Row("Owls")[..6], "keep"]]);
        await sheet.WriteLinkAsync("Owls", "https://x.test/1", Cancellation);
        Assert.Equal(["https://x.test/1", "Owls"], (await harness.CellsAsync())[1].Take(2));
    }

    [Fact]
    public async Task Speakers_are_looked_up_and_those_who_are_missing_are_named_with_their_rows()
    {
        await using var harness = await StartAsync([["Mail", "First name", "Last name"], ["ada@example.test", "Ada", "Example"], [], ["", "Cy", "Silent"]]);
        using var copy = new CachedSheet(harness.Sheet, TimeProvider.System, TimeSpan.FromHours(1));
        var people = (await new SpeakerDirectory(copy, () => new SpeakerColumns()).FindAsync(["ada  EXAMPLE", "Cy Silent", "Di"], Cancellation)).People;
        Assert.Equal(["ada@example.test", "", ""], people.Select(person => string.Join(' ', person.Mails)));
        Assert.Contains("row 4, column \"Mail\"", Assert.Single(people[1].NoMails), StringComparison.Ordinal);
        Assert.Contains($"Di is not in {harness.Sheet.Name}", Assert.Single(people[2].NoMails), StringComparison.Ordinal);
    }

    private protected static void Accept(Talk talk) => talk.Span();

    private protected static string[] Row(string title) => [title, "0:01", "", "Main", "Ada Example", "About it", "", "keep"];

    private protected static TalkSheet Open(ISheetHarness harness)
        => new(new CachedSheet(harness.Sheet, TimeProvider.System, TimeSpan.FromHours(1)), () => new TalkColumns());

    private protected static async Task<Fault> Refused(Task action) => (await Assert.ThrowsAsync<FaultException>(() => action)).Fault;
}
