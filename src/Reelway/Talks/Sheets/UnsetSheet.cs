using Reelway.Engine;

namespace Reelway.Talks.Sheets;

/// <summary>The sheet of a setting that is empty: says so whenever it is needed.</summary>
internal sealed class UnsetSheet(string setting) : ISheet
{
    /// <inheritdoc/>
    public string Name => setting;

    /// <inheritdoc/>
    public string? Connection => null;

    /// <inheritdoc/>
    public Task<string?> VersionAsync(CancellationToken cancellation) => throw Unset();

    /// <inheritdoc/>
    public Task<SheetTable> ReadAsync(CancellationToken cancellation) => throw Unset();

    /// <inheritdoc/>
    public Task<CellFill> FillAsync(CellAddress address, string value, CancellationToken cancellation) => throw Unset();

    private FaultException Unset() => FaultException.Setting($"{setting} is not set.", "Name the sheet's CSV file or the Google sheet there, restart and retry.");
}
