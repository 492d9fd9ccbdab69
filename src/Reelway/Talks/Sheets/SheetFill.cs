namespace Reelway.Talks.Sheets;

/// <summary>A cell that is to be filled, and with what.</summary>
internal sealed record SheetFill(CellAddress Address, string Value);
