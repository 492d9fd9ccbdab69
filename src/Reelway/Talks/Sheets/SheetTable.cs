using Reelway.Engine;
using Reelway.Talks.Text;

namespace Reelway.Talks.Sheets;

/// <summary>A table as it was read: a header and rows of text.</summary>
internal sealed record SheetTable(string Name, IReadOnlyList<string> Header, IReadOnlyList<SheetRow> Rows)
{
    /// <summary>The position of a column; names are compared as titles are, without regard to case, surrounding space and what can't be seen.</summary>
    /// <param name="column">The column's name in the sheet.</param>
    /// <param name="setting">The setting that names it, for the sentence.</param>
    /// <exception cref="FaultException">There is no such column, or there are several.</exception>
    public int Column(string column, string setting)
    {
        var found = Positions(column);
        return found.Count switch
        {
            1 => found[0],
            0 => throw FaultException.Correction(
                $"{Name} has no column \"{column}\"; its columns are {Headers()}.", $"Add the column, or name the right one in {setting}."),
            _ => throw FaultException.Correction(
                $"{Name} has {found.Count} columns named \"{column}\".", $"Rename all but one, or name another one in {setting}."),
        };
    }

    /// <summary>The position of a column that a sheet may do without; null when it does.</summary>
    public int? OptionalColumn(string column) => Positions(column) is [var only] ? only : null;

    // As it is written first: two columns may differ in nothing but what is left out below.
    private List<int> Positions(string column)
        => Positions(name => string.Equals(name.Trim(), column.Trim(), StringComparison.OrdinalIgnoreCase)) is { Count: > 0 } written
            ? written
            : Positions(name => TalkTitle.Normalise(name) == TalkTitle.Normalise(column));

    private List<int> Positions(Func<string, bool> isIt) => [.. Enumerable.Range(0, Header.Count).Where(i => isIt(Header[i]))];

    private string Headers()
    {
        var named = Header.Where(name => name.Trim().Length > 0).Select(name => $"\"{name.Trim()}\"").ToList();
        return named.Count == 0 ? "all without a name" : string.Join(", ", named);
    }
}

/// <summary>A row of a table.</summary>
/// <param name="Number">As spreadsheet programs count: the header is row 1.</param>
internal sealed record SheetRow(int Number, IReadOnlyList<string> Cells)
{
    /// <summary>The cell's text without surrounding space; empty where the row is too short.</summary>
    public string this[int column] => column < Cells.Count ? Cells[column].Trim() : "";
}
