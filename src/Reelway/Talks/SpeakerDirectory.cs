using Reelway.Engine;
using Reelway.Talks.Sheets;
using Reelway.Talks.Text;

namespace Reelway.Talks;

/// <summary>The speakers' sheet: who they are and where mail reaches them.</summary>
internal sealed class SpeakerDirectory(CachedSheet sheet, Func<SpeakerColumns> named)
{
    private const string Setting = "talks.speaker_columns.";

    /// <summary>The connection that it is read by; null for a file.</summary>
    public string? Connection => sheet.Source.Connection;

    /// <summary>Looks people up by name. Everybody asked for is in the answer, those who are not in the sheet with a reason.</summary>
    /// <exception cref="FaultException">The sheet can't be used.</exception>
    public async Task<FoundSpeakers> FindAsync(IReadOnlyList<string> names, CancellationToken cancellation)
    {
        var copy = await sheet.ReadAsync(cancellation);
        var people = Look(copy.Table, names);
        if (people.Any(person => person.NoMails.Count > 0))
        {
            // Before somebody goes without, the sheet itself is asked: it may have been completed since the copy was made.
            copy = await sheet.ReadFreshAsync(cancellation);
            people = Look(copy.Table, names);
        }

        return new FoundSpeakers(people, copy.Warning);
    }

    private List<Speaker> Look(SheetTable table, IReadOnlyList<string> names)
    {
        var columns = named();
        var first = table.Column(columns.FirstName, Setting + "first_name");
        var last = table.Column(columns.LastName, Setting + "last_name");
        var mail = table.Column(columns.Mail, Setting + "mail");
        var company = table.OptionalColumn(columns.Company);
        var rows = table.Rows.ToLookup(row => SpeakerNames.Key($"{row[first]} {row[last]}"));
        return [.. names.Select(name =>
        {
            var found = rows[SpeakerNames.Key(name)].ToList();
            if (found.Count == 0)
            {
                return new Speaker(name, name, "", [], [$"{name} is not in {table.Name}. Add the address there"]);
            }

            var row = found[0];
            var (addresses, problems) = Addresses(table, columns, name, [.. found.Select(each => (each.Number, each[mail])).Where(each => each.Item2.Length > 0)], row.Number);
            return new Speaker(
                TalkTitle.OneLine($"{row[first]} {row[last]}"), row[first].Length > 0 ? row[first] : row[last],
                company is { } column ? row[column] : "", addresses, problems);
        })];
    }

    private static (IReadOnlyList<string> Addresses, IReadOnlyList<string> NoMails) Addresses(
        SheetTable table, SpeakerColumns columns, string name, IReadOnlyList<(int Row, string Cell)> filled, int firstRow)
    {
        if (filled.Count == 0)
        {
            return ([], [$"{name} has no address in {table.Name} row {firstRow}, column \"{columns.Mail}\". Add the address there"]);
        }

        var cells = filled.Select(each => MailCell.Read(each.Cell)).ToList();
        return cells.TrueForAll(cell => cell.Addresses.ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(cells[0].Addresses))
            ? (cells[0].Addresses, [.. cells.Zip(filled).SelectMany(pair => pair.First.Refused.Select(refused =>
                $"In {table.Name} row {pair.Second.Row}, column \"{columns.Mail}\", {refused}. Correct the cell"))])
            : ([], [$"{name} is in {table.Name} with different addresses, in rows {EnglishList.Join([.. filled.Select(each => $"{each.Row}")])}. Make them the same there"]);
    }
}

/// <summary>A speaker.</summary>
/// <param name="Name">First and last name.</param>
/// <param name="FirstName">How a mail greets them.</param>
/// <param name="Mails">Their addresses; none when there is none to use.</param>
/// <param name="NoMails">What keeps mail from them, each as a sentence and the beginning of what to do: <c>Bo Sample is not in people.csv. Add the address there</c>.</param>
internal sealed record Speaker(string Name, string FirstName, string Company, IReadOnlyList<string> Mails, IReadOnlyList<string> NoMails);

/// <summary>People, and a warning when they come from an old copy of the sheet.</summary>
internal sealed record FoundSpeakers(IReadOnlyList<Speaker> People, string? Warning);
