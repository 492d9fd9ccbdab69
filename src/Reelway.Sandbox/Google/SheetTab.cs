namespace Reelway.Sandbox.Google;

/// <summary>One tab of a spreadsheet. Its spreadsheet's lock guards it.</summary>
internal sealed class SheetTab(int id, string title)
{
    private readonly Dictionary<(int Row, int Column), SheetCell> _cells = [];

    public int Id { get; } = id;

    public string Title { get; set; } = title;

    public bool IsHidden { get; set; }

    /// <summary>Size of the grid, which a new spreadsheet has, and which grows when rows are pasted.</summary>
    public int Rows { get; private set; } = 1000;

    public int Columns { get; private set; } = 26;

    /// <summary>The row behind the last filled cell.</summary>
    public int UsedRows => _cells.Count == 0 ? 0 : _cells.Keys.Max(at => at.Row) + 1;

    public SheetCell? this[int row, int column]
    {
        get => _cells.GetValueOrDefault((row, column));
        set
        {
            if (value is null || value is { Value: "", Formula: null })
            {
                _cells.Remove((row, column));
                return;
            }

            _cells[(row, column)] = value;
            Rows = Math.Max(Rows, row + 1);
            Columns = Math.Max(Columns, column + 1);
        }
    }

    public void Clear() => _cells.Clear();

    /// <summary>Takes a row out and puts it in elsewhere, as a person drags it.</summary>
    public void Move(int from, int to)
    {
        var moved = _cells.ToDictionary(
            cell => (Row: Moved(cell.Key.Row, from, to), cell.Key.Column), cell => cell.Value);
        _cells.Clear();
        foreach (var (at, cell) in moved)
        {
            _cells[at] = cell;
        }
    }

    /// <summary>The texts as people see them, without empty ends.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Shown()
    {
        var widths = _cells.Keys.GroupBy(at => at.Row).ToDictionary(row => row.Key, row => row.Max(at => at.Column) + 1);
        var rows = new List<IReadOnlyList<string>>();
        for (var (row, used) = (0, UsedRows); row < used; row++)
        {
            var number = row;
            rows.Add([.. Enumerable.Range(0, widths.GetValueOrDefault(row)).Select(column => this[number, column]?.Shown ?? "")]);
        }

        return rows;
    }

    private static int Moved(int row, int from, int to)
        => row == from ? to
            : from < to && row > from && row <= to ? row - 1
            : to < from && row >= to && row < from ? row + 1
            : row;
}
