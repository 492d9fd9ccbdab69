using System.Globalization;

namespace Reelway.Sandbox.Control;

/// <summary>A part of the state page.</summary>
internal sealed record StateTable(string Title, IReadOnlyList<string> Columns, IReadOnlyList<StateRow> Rows);

/// <summary>One cell per column.</summary>
internal sealed class StateRow(params StateCell[] cells)
{
    public IReadOnlyList<StateCell> Cells { get; } = cells;
}

/// <param name="Link">Where the text leads to, on this server; null for nowhere.</param>
/// <param name="IsLong">Shown folded.</param>
internal sealed record StateCell(string Text, string? Link = null, bool IsLong = false)
{
    public static implicit operator StateCell(string text) => new(text);

    public static implicit operator StateCell(long number) => new(number.ToString(CultureInfo.InvariantCulture));

    public static implicit operator StateCell(DateTimeOffset at) => new(at.ToString("u", CultureInfo.InvariantCulture));

    public static StateCell Long(string? text) => new(text ?? "", IsLong: true);
}
