using Reelway.Talks.Sheets;

namespace Reelway.Contracts.Talks;

/// <summary>A real sheet of some kind, and a way to look at and disturb it behind the adapter's back.</summary>
internal interface ISheetHarness : IAsyncDisposable
{
    /// <summary>The adapter under test.</summary>
    ISheet Sheet { get; }

    /// <summary>What the sheet holds, read without the adapter.</summary>
    Task<IReadOnlyList<IReadOnlyList<string>>> CellsAsync();

    /// <summary>Replaces what the sheet holds, as a person working in it would.</summary>
    Task ReplaceAsync(IReadOnlyList<IReadOnlyList<string>> rows);

    /// <summary>Makes the source fail until it is replaced.</summary>
    Task BreakAsync();
}
