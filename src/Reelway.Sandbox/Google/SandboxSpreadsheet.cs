namespace Reelway.Sandbox.Google;

/// <summary>A spreadsheet of the stand-in, for a test to look at and to work in as a person would. Rows count from 1, as people see them.</summary>
public sealed class SandboxSpreadsheet
{
    private readonly Lock _lock = new();
    private readonly List<SheetTab> _tabs = [];
    private readonly TimeProvider _time;
    private long _version = 1;

    internal SandboxSpreadsheet(string id, string title, string tab, bool isShared, TimeProvider time)
    {
        (Id, Title, _time, IsShared, Changed) = (id, title, time, isShared, time.GetUtcNow());
        _tabs.Add(new SheetTab(0, tab));
    }

    public string Id { get; }

    public string Title { get; private set; }

    /// <summary>Whether the service account may open it.</summary>
    public bool IsShared { get; set; }

    /// <summary>Whether the service account may only read it.</summary>
    public bool IsReadOnly { get; set; }

    /// <summary>Whether it lies in the bin: it can still be opened, and is in no list.</summary>
    public bool IsTrashed { get; set; }

    /// <summary>Whether it is an uploaded Excel file, which Drive shows among the spreadsheets and the Sheets API refuses.</summary>
    public bool IsExcelFile { get; set; }

    public string Url => $"https://docs.google.com/spreadsheets/d/{Id}/edit?gid=0#gid=0";

    /// <summary>Counts every change.</summary>
    public long Version => Interlocked.Read(ref _version);

    public DateTimeOffset Changed { get; private set; }

    /// <summary>Called after each answered read of cells, outside all locks: what a person does between a read and a write.</summary>
    public Action<SandboxSpreadsheet>? AfterRead { get; set; }

    /// <summary>What people see in a tab, without empty ends.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows(string? tab = null) => Read(() => TabOf(tab).Shown());

    /// <summary>What computes a cell; null when nothing does.</summary>
    public string? FormulaOf(int row, int column, string? tab = null) => Read(() => TabOf(tab)[row - 1, column - 1]?.Formula);

    /// <summary>Replaces all cells of a tab by texts that are kept as they are.</summary>
    public void Replace(IReadOnlyList<IReadOnlyList<string>> rows, string? tab = null) => Change(() =>
    {
        var target = TabOf(tab);
        target.Clear();
        for (var row = 0; row < rows.Count; row++)
        {
            for (var column = 0; column < rows[row].Count; column++)
            {
                target[row, column] = SheetCell.Text(rows[row][column]);
            }
        }
    });

    /// <summary>Types into a cell, as a person does: what begins with <c>=</c> becomes a formula.</summary>
    public void Type(int row, int column, string text, string? tab = null)
        => Change(() => TabOf(tab)[row - 1, column - 1] = TypedEntry.Of(text, _time.GetUtcNow().Year));

    public void MoveRow(int from, int to, string? tab = null) => Change(() => TabOf(tab).Move(from - 1, to - 1));

    public void AddTab(string title, bool hidden = false)
        => Change(() => _tabs.Add(new SheetTab(_tabs.Max(tab => tab.Id) + 1_000_003, title) { IsHidden = hidden }));

    public void Rename(string title) => Change(() => Title = title);

    /// <summary>Id of a tab, the <c>gid</c> of its address.</summary>
    public int TabId(string tab) => Read(() => TabOf(tab).Id);

    internal T Read<T>(Func<T> read)
    {
        lock (_lock)
        {
            return read();
        }
    }

    internal void Change(Action change)
    {
        lock (_lock)
        {
            change();
            _version++;
            Changed = _time.GetUtcNow();
        }
    }

    /// <summary>The tabs, in their order; to be used within <see cref="Read"/> or <see cref="Change"/>.</summary>
    internal IReadOnlyList<SheetTab> Tabs => _tabs;

    internal SheetTab? FindTab(string? title)
        => title is null
            ? _tabs.FirstOrDefault(tab => !tab.IsHidden)
            : _tabs.FirstOrDefault(tab => string.Equals(tab.Title, title, StringComparison.OrdinalIgnoreCase));

    private SheetTab TabOf(string? title) => FindTab(title) ?? throw new ArgumentException($"{Title} has no tab \"{title}\".", nameof(title));
}
