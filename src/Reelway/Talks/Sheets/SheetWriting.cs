using Reelway.Connectors.Google;
using Reelway.Talks.Text;

namespace Reelway.Talks.Sheets;

/// <summary>Works out what is to be written into a table whose rows and columns move, from one look at it to the next.</summary>
/// <param name="setting">The setting that names the sheet, for sentences.</param>
internal sealed class SheetWriting(IReadOnlyList<SheetFill> fills, string setting)
{
    private readonly List<Pending> _all = [.. fills.Select(fill => new Pending(fill))];
    private SheetTable? _before;

    /// <summary>How the fills ended, in their order; complete once there is nothing more to write.</summary>
    public IReadOnlyList<CellFill> Outcomes => _all.ConvertAll(each => each.Outcome!);

    /// <summary>The cells to write, now that the table looks like this; none when all fills have their outcome.</summary>
    public IReadOnlyList<CellText> Next(SheetTable table)
    {
        var writes = Astray(table);
        _all.ForEach(each => each.Outcome = Place(each, table, writes));
        _before = table;
        return [.. writes.Select(write => new CellText(write.Key.Row, write.Key.Column, write.Value))];
    }

    /// <summary>The cells of other rows and columns that a text of ours went to, with what stood there before.</summary>
    private Dictionary<(int Row, int Column), string> Astray(SheetTable table)
    {
        var cells = new Dictionary<(int Row, int Column), string>();
        foreach (var each in _all)
        {
            if (each.WrittenTo is { } cell && Row(table, cell.Row) is { } row && row[cell.Column] == each.Fill.Value
                && !(IsOwn(each.Fill.Address, table, row) && table.OptionalColumn(each.Fill.Address.Column) == cell.Column)
                && Earlier(each.Fill.Address, table, row, cell.Column) is var earlier && earlier != each.Fill.Value)
            {
                cells[cell] = earlier;
            }

            each.WrittenTo = null;
        }

        return cells;
    }

    private CellFill? Place(Pending each, SheetTable table, Dictionary<(int Row, int Column), string> writes)
    {
        var address = each.Fill.Address;
        var keyColumn = table.Column(address.KeyColumn, setting);
        var column = table.Column(address.Column, setting);
        var rows = table.Rows.Where(row => TalkTitle.AreSame(row[keyColumn], address.Key)).ToList();
        if (rows is not [var only])
        {
            return new CellFill(rows.Count == 0 ? CellFillResult.NoRow : CellFillResult.SeveralRows, rows.ConvertAll(row => row.Number), "");
        }

        var cell = (only.Number - 1, column);
        var found = writes.GetValueOrDefault(cell) ?? only[column];
        if (found.Length > 0)
        {
            var result = found != each.Fill.Value ? CellFillResult.Occupied : each.IsWritten ? CellFillResult.Filled : CellFillResult.Same;
            return new CellFill(result, [only.Number], result == CellFillResult.Filled ? "" : found);
        }

        writes[cell] = each.Fill.Value;
        (each.WrittenTo, each.IsWritten) = (cell, true);
        return null;
    }

    /// <summary>What a cell held when it was last looked at, wherever it stood then.</summary>
    private string Earlier(CellAddress address, SheetTable table, SheetRow row, int column)
        => table.OptionalColumn(address.KeyColumn) is { } key && column < table.Header.Count
            && _before!.OptionalColumn(address.KeyColumn) is { } keyBefore && _before.OptionalColumn(table.Header[column]) is { } columnBefore
            && _before.Rows.Where(each => TalkTitle.AreSame(each[keyBefore], row[key])).ToList() is [var only]
                ? only[columnBefore]
                : "";

    private static bool IsOwn(CellAddress address, SheetTable table, SheetRow row)
        => table.OptionalColumn(address.KeyColumn) is { } key && TalkTitle.AreSame(row[key], address.Key);

    /// <param name="index">Counts from 0, the header among them.</param>
    private static SheetRow? Row(SheetTable table, int index)
        => index == 0 ? new SheetRow(1, table.Header) : index <= table.Rows.Count ? table.Rows[index - 1] : null;

    private sealed class Pending(SheetFill fill)
    {
        public SheetFill Fill => fill;

        /// <summary>The cell of the last write, for the text to be found there should it have gone astray.</summary>
        public (int Row, int Column)? WrittenTo { get; set; }

        public bool IsWritten { get; set; }

        public CellFill? Outcome { get; set; }
    }
}
