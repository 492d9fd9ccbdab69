namespace Reelway.Talks.Sheets;

/// <summary>A table that people keep: a CSV file or an online sheet.</summary>
internal interface ISheet
{
    /// <summary>What people call it, for sentences: <c>talks.csv</c>.</summary>
    string Name { get; }

    /// <summary>The connection that it is read by; null for what is on this machine.</summary>
    string? Connection { get; }

    /// <summary>Changes whenever the content may have changed, where that can be told without reading it all; null where it can't.</summary>
    /// <exception cref="Engine.FaultException">The source can't be reached.</exception>
    Task<string?> VersionAsync(CancellationToken cancellation);

    /// <summary>Reads the whole table.</summary>
    /// <exception cref="Engine.FaultException">The source can't be reached, or it is no table.</exception>
    Task<SheetTable> ReadAsync(CancellationToken cancellation);

    /// <summary>Fills an empty cell of the row that has the key in the key column. Never overwrites, and changes nothing else.</summary>
    /// <exception cref="Engine.FaultException">The source can't be reached or written.</exception>
    Task<CellFill> FillAsync(CellAddress address, string value, CancellationToken cancellation);
}

/// <summary>A cell by what stands in its row, since rows move while people work.</summary>
internal sealed record CellAddress(string KeyColumn, string Key, string Column);

/// <summary>What became of filling a cell.</summary>
/// <param name="Rows">The rows that have the key; exactly one, unless missing or ambiguous.</param>
/// <param name="Found">What stood in the cell before.</param>
internal sealed record CellFill(CellFillResult Result, IReadOnlyList<int> Rows, string Found);

/// <summary>How filling a cell ended.</summary>
internal enum CellFillResult
{
    /// <summary>It was empty and now holds the value.</summary>
    Filled,

    /// <summary>It held the value already.</summary>
    Same,

    /// <summary>It holds something else, which stays.</summary>
    Occupied,

    /// <summary>No row has the key.</summary>
    NoRow,

    /// <summary>Several rows have the key.</summary>
    SeveralRows,
}
