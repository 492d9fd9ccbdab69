using Reelway.Engine;
using Reelway.Talks.Sheets;
using Reelway.Talks.Text;

namespace Reelway.Talks;

/// <summary>The programme: finds the talk that a recording shows, and puts the published video's link into its row.</summary>
internal sealed class TalkSheet(CachedSheet sheet, Func<TalkColumns> named)
{
    private const string Setting = "talks.columns.";

    private const string RunAdvice = "Correct the sheet, then retry; or say on the run's page, or with \"reelway talks assign\", which talk it is; or cancel the run.";

    /// <summary>The connection that it is read by; null for a file.</summary>
    public string? Connection => sheet.Source.Connection;

    /// <summary>Finds the talk that a file's title means.</summary>
    /// <param name="check">Throws a fault when the row can't be used as it is; the sheet is then read again before the fault gets out.</param>
    /// <exception cref="FaultException">There is none, there are several, or the sheet can't be used; each needs a person.</exception>
    public Task<FoundTalk> FindByFileAsync(string fileTitle, Action<Talk> check, CancellationToken cancellation)
        => FindAsync(talks => ByFile(talks, fileTitle, RunAdvice), check, cancellation);

    /// <summary>Finds the talk that a person names, who spells it as a file name could be spelt.</summary>
    /// <inheritdoc cref="FindByFileAsync"/>
    public Task<FoundTalk> FindNamedAsync(string title, CancellationToken cancellation)
        => FindAsync(talks => ByFile(talks, title, "Give the title as the sheet has it."), static _ => { }, cancellation);

    /// <summary>Finds a talk by its own title, as <see cref="FindByFileAsync"/> returned it.</summary>
    /// <inheritdoc cref="FindByFileAsync"/>
    public Task<FoundTalk> FindByTitleAsync(string title, Action<Talk> check, CancellationToken cancellation)
        => FindAsync(talks => Only(talks.Where(each => each.Talk.Title == title)) ?? throw Missing(talks, title, RunAdvice), check, cancellation);

    /// <summary>All talks of the sheet, as it is now.</summary>
    /// <exception cref="FaultException">The sheet can't be used; needs a person.</exception>
    public async Task<IReadOnlyList<Talk>> ListAsync(CancellationToken cancellation)
        => [.. Talks((await sheet.ReadFreshAsync(cancellation)).Table).Select(row => row.Talk)];

    /// <summary>The titles of all talks, from the copy where it is new enough.</summary>
    /// <exception cref="FaultException">The sheet can't be used; needs a person.</exception>
    public async Task<IReadOnlyList<string>> TitlesAsync(CancellationToken cancellation)
        => [.. Talks((await sheet.ReadAsync(cancellation)).Table).Select(row => row.Talk.Title)];

    /// <summary>Puts the link into the row of the talk, which is looked for again.</summary>
    /// <returns>The row's number.</returns>
    /// <exception cref="FaultException">The cell holds another link, or the row can't be found or written; each needs a person.</exception>
    public async Task<int> WriteLinkAsync(string title, string link, CancellationToken cancellation)
    {
        var columns = named();
        var filled = await sheet.Source.FillAsync(new CellAddress(columns.Title, title, columns.Link), link, cancellation);
        var name = sheet.Source.Name;
        return filled.Result switch
        {
            CellFillResult.Filled or CellFillResult.Same => filled.Rows[0],
            CellFillResult.Occupied => throw FaultException.Conflict(
                $"{name} row {filled.Rows[0]}, column \"{columns.Link}\" holds another link, {filled.Found}, which is not overwritten.",
                $"Empty the cell to have {link} written there, then retry."),
            CellFillResult.NoRow => throw FaultException.Missing(
                $"{name} has no row titled \"{title}\" any more, so the link {link} could not be written.", "Give the row its title back, then retry."),
            CellFillResult.SeveralRows => throw Several(title, filled.Rows),
            var other => throw new InvalidOperationException($"{other} is not handled"),
        };
    }

    private async Task<FoundTalk> FindAsync(Func<IReadOnlyList<Row>, Row> choose, Action<Talk> check, CancellationToken cancellation)
    {
        var copy = await sheet.ReadAsync(cancellation);
        try
        {
            return Found(copy, choose, check);
        }
        catch (FaultException)
        {
            // Before a person is asked, the sheet itself is: they may have corrected it since the copy was made.
            return Found(await sheet.ReadFreshAsync(cancellation), choose, check);
        }
    }

    private FoundTalk Found(SheetCopy copy, Func<IReadOnlyList<Row>, Row> choose, Action<Talk> check)
    {
        var row = choose(Talks(copy.Table));
        check(row.Talk);
        return new FoundTalk(row.Talk, row.Number, copy.Warning);
    }

    private Row ByFile(IReadOnlyList<Row> talks, string fileTitle, string advice)
    {
        foreach (var reading in TalkTitle.Readings(fileTitle))
        {
            var exact = TalkTitle.Exact(reading);
            var normalised = TalkTitle.Normalise(reading);
            var found = Only(talks.Where(each => each.Talk.Title == exact))
                ?? Only(talks.Where(each => normalised.Length > 0 && TalkTitle.Normalise(each.Talk.Title) == normalised));
            if (found is not null)
            {
                return found;
            }
        }

        throw Missing(talks, fileTitle, advice);
    }

    private Row? Only(IEnumerable<Row> found)
    {
        var rows = found.ToList();
        return rows.Count > 1
            ? throw Several(rows[0].Talk.Title, rows.ConvertAll(row => row.Number))
            : rows.FirstOrDefault();
    }

    private FaultException Missing(IReadOnlyList<Row> talks, string title, string advice)
    {
        var nearest = TalkTitle.Nearest(title, talks.Select(each => each.Talk.Title), count: 3);
        var hint = talks.Count == 0 ? "it has no talks at all"
            : nearest.Count == 0 ? "none of its titles is like that"
            : $"the nearest {(nearest.Count == 1 ? "is" : "are")} {Quoted(nearest)}{TitleLikeness.HiddenDifference(title, nearest[0])}";
        return FaultException.Missing($"{sheet.Source.Name} has no talk titled \"{TalkTitle.OneLine(title)}\"; {hint}.", advice);
    }

    private FaultException Several(string title, IReadOnlyList<int> rows) => FaultException.Conflict(
        $"{sheet.Source.Name} has the talk \"{title}\" more than once, in rows {EnglishList.Join([.. rows.Select(row => $"{row}")])}.",
        "Make their titles differ or remove all but one, then retry.");

    private static string Quoted(IReadOnlyList<string> titles) => EnglishList.Join([.. titles.Select(title => $"\"{title}\"")]);

    private List<Row> Talks(SheetTable table)
    {
        var columns = named();
        int Position(string column, string setting) => table.Column(column, Setting + setting);
        var title = Position(columns.Title, "title");
        var start = Position(columns.Start, "start");
        var end = Position(columns.End, "end");
        var stage = Position(columns.Stage, "stage");
        var speakers = Position(columns.Speakers, "speakers");
        var description = Position(columns.Description, "description");
        var link = Position(columns.Link, "link");
        var kind = table.OptionalColumn(columns.Kind);
        TimeCell Time(SheetRow row, int column, string name) => new(row[column], $"{table.Name} row {row.Number}, column \"{name}\"");
        return [.. table.Rows.Where(row => row[title].Length > 0).Select(row => new Row(row.Number, new Talk(
            TalkTitle.Exact(row[title]), row[stage], kind is { } column ? row[column] : "", SpeakerNames.Split(row[speakers]),
            row[description], row[link], Time(row, start, columns.Start), Time(row, end, columns.End))))];
    }

    private sealed record Row(int Number, Talk Talk);
}

/// <summary>A talk, the number of its row, and a warning when it comes from an old copy of the sheet.</summary>
internal sealed record FoundTalk(Talk Talk, int Row, string? Warning);
