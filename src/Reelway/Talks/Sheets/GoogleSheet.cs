using Reelway.Connectors;
using Reelway.Connectors.Google;
using Reelway.Engine;

namespace Reelway.Talks.Sheets;

/// <summary>A tab of a Google sheet.</summary>
/// <param name="client">The connection's sheets; called when they are first needed, so that a missing connection is told by the run that misses it.</param>
internal sealed class GoogleSheet(Func<GoogleSheets> client, GoogleSheetName name, IFaultClassifier faults) : ISheet, IDisposable
{
    /// <summary>What a setting begins with that names a Google sheet by its title or id.</summary>
    public const string Prefix = "google:";

    private readonly SheetFilling _filling = new();
    private volatile GoogleSheetTab? _tab;

    /// <inheritdoc/>
    public string Name => _tab?.Title ?? name.Text;

    /// <inheritdoc/>
    public required string? Connection { get; init; }

    /// <summary>The title, id or address in a setting; null when it names a file.</summary>
    public static string? NameIn(string setting)
        => setting.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? setting[Prefix.Length..].Trim()
            : setting.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? setting
            : null;

    /// <inheritdoc/>
    public Task<string?> VersionAsync(CancellationToken cancellation)
        => ReachAsync((sheets, tab) => sheets.ReadVersionAsync(tab, cancellation), cancellation);

    /// <inheritdoc/>
    public async Task<SheetTable> ReadAsync(CancellationToken cancellation)
    {
        var rows = await ReachAsync((sheets, tab) => sheets.ReadAsync(tab, cancellation), cancellation);
        return rows.Count == 0
            ? throw FaultException.Correction($"{Name} is empty.", $"Give it a header row and a row per entry, or correct {name.Setting}.")
            : new SheetTable(Name, rows[0], [.. rows.Skip(1).Select((cells, index) => new SheetRow(index + 2, cells))]);
    }

    /// <inheritdoc/>
    /// <remarks>Cells that wait for each other go out in one call: an account has no more than 60 reads and 60 writes a minute.</remarks>
    public Task<CellFill> FillAsync(CellAddress address, string value, CancellationToken cancellation)
        => _filling.FillAsync(new SheetFill(address, value), FillAsync, cancellation);

    /// <inheritdoc/>
    public void Dispose() => _filling.Dispose();

    /// <summary>Writes and looks again until all cells are where they belong.</summary>
    /// <remarks>
    /// Cells are addressed by numbers and rows move, and Google writes under no condition: a row that moves between the read and the write
    /// has the text in a cell of another one. So each write is looked at, put back where it went astray, and tried again.
    /// </remarks>
    private async Task<IReadOnlyList<CellFill>> FillAsync(IReadOnlyList<SheetFill> fills, CancellationToken cancellation)
    {
        const int MostWrites = 4;
        var writing = new SheetWriting(fills, name.Setting);
        var cells = writing.Next(await ReadAsync(cancellation));
        for (var round = 0; cells.Count > 0; round++)
        {
            if (round == MostWrites)
            {
                throw new FaultException(new Fault(FaultKind.Transient, $"The rows of {Name} are moved faster than they can be written; it is tried again."));
            }

            var failed = await WriteAsync(cells, cancellation);
            cells = writing.Next(await ReadAsync(cancellation));
            if (failed is not null && cells.Count > 0)
            {
                throw failed;
            }
        }

        return writing.Outcomes;
    }

    /// <returns>The fault of a write that may have happened; it is looked whether it did.</returns>
    private async Task<FaultException?> WriteAsync(IReadOnlyList<CellText> cells, CancellationToken cancellation)
    {
        try
        {
            await client().WriteAsync(_tab!, cells, cancellation);
            return null;
        }
        catch (ConnectorException fault) when (fault.OutcomeUnknown)
        {
            return Told(fault);
        }
        catch (ConnectorException fault)
        {
            throw Told(fault);
        }
    }

    /// <summary>Makes a call that reads. The sheet is found once, and again when it was renamed or replaced.</summary>
    private async Task<T> ReachAsync<T>(Func<GoogleSheets, GoogleSheetTab, Task<T>> call, CancellationToken cancellation)
    {
        try
        {
            var sheets = client();
            if (_tab is { } known)
            {
                try
                {
                    return await call(sheets, known);
                }
                catch (ConnectorException fault) when (fault.Kind == CallFault.Permanent)
                {
                    _tab = null;
                }
            }

            return await call(sheets, _tab = await sheets.ResolveAsync(name.Text, name.Tab, cancellation));
        }
        catch (ConnectorException fault)
        {
            throw Told(fault);
        }
    }

    /// <summary>What a person can mend in the sheet or the settings waits for them, and does not fail the run.</summary>
    private FaultException Told(ConnectorException failure)
    {
        // The look before each write makes its repetition harmless.
        var fault = faults.Classify(failure)! with { OutcomeUnknown = false };
        return new FaultException(
            fault is { Kind: FaultKind.Permanent } or { Kind: FaultKind.Auth, Scope: null }
                ? fault with { Kind = FaultKind.NeedsPerson, Sentence = $"{fault.Sentence} ({name.Setting}); then retry." }
                : fault,
            failure);
    }
}

/// <summary>How a setting names a sheet.</summary>
/// <param name="Text">Its title, id or address.</param>
/// <param name="Tab">Null for the one that the address names, else the first that is visible.</param>
/// <param name="Setting">The setting, for sentences: <c>talks.sheet</c>.</param>
internal sealed record GoogleSheetName(string Text, string? Tab, string Setting);
