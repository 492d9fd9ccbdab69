using Reelway.Engine;
using Reelway.Talks.Sheets;
using Reelway.Talks.Text;

namespace Reelway.Talks;

/// <summary>The speakers' sheet: who they are and where mail reaches them.</summary>
internal sealed class SpeakerDirectory(CachedSheet sheet, SpeakerColumns columns)
{
    private const string Setting = "talks.speaker_columns.";

    /// <summary>The fault scopes that reading it shares with others.</summary>
    public IReadOnlyList<string> Scopes => sheet.Source.Scopes;

    /// <summary>Looks people up by name. Everybody asked for is in the answer, those who are not in the sheet with a reason.</summary>
    /// <exception cref="FaultException">The sheet can't be used.</exception>
    public async Task<FoundSpeakers> FindAsync(IReadOnlyList<string> names, CancellationToken cancellation)
    {
        var copy = await sheet.ReadAsync(cancellation);
        var people = Look(copy.Table, names);
        if (people.Any(person => person.Mail is null))
        {
            // Before somebody goes without, the sheet itself is asked: it may have been completed since the copy was made.
            copy = await sheet.ReadFreshAsync(cancellation);
            people = Look(copy.Table, names);
        }

        return new FoundSpeakers(people, copy.Warning);
    }

    private List<Speaker> Look(SheetTable table, IReadOnlyList<string> names)
    {
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
                return new Speaker(name, name, "", Mail: null, $"{name} is not in {table.Name}");
            }

            var row = found[0];
            var addresses = found.Select(each => each[mail]).Where(each => each.Length > 0)
                .Distinct(StringComparer.OrdinalIgnoreCase).ToList();
            return new Speaker(
                TalkTitle.OneLine($"{row[first]} {row[last]}"), row[first].Length > 0 ? row[first] : row[last],
                company is { } column ? row[column] : "", addresses is [var only] ? only : null,
                NoMail(table, name, found, addresses.Count));
        })];
    }

    private string? NoMail(SheetTable table, string name, List<SheetRow> rows, int addresses) => addresses switch
    {
        1 => null,
        0 => $"{name} has no address in {table.Name} row {rows[0].Number}, column \"{columns.Mail}\"",
        _ => $"{name} is in {table.Name} with different addresses, in rows "
            + EnglishList.Join([.. rows.Select(row => $"{row.Number}")]),
    };
}

/// <summary>A speaker.</summary>
/// <param name="Name">First and last name.</param>
/// <param name="FirstName">How a mail greets them.</param>
/// <param name="Mail">Their address; null when there is none to use.</param>
/// <param name="NoMail">Why not, without a full stop.</param>
internal sealed record Speaker(string Name, string FirstName, string Company, string? Mail, string? NoMail);

/// <summary>People, and a warning when they come from an old copy of the sheet.</summary>
internal sealed record FoundSpeakers(IReadOnlyList<Speaker> People, string? Warning);
