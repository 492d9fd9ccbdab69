namespace Reelway.Connectors.Google;

/// <summary>A tab of a spreadsheet, found by how people name it.</summary>
/// <param name="Id">The spreadsheet's id.</param>
/// <param name="Title">The spreadsheet's title.</param>
/// <param name="Tab">The tab's title.</param>
public sealed record GoogleSheetTab(string Id, string Title, string Tab);

/// <summary>A text for a cell. Rows and columns count from 0.</summary>
public sealed record CellText(int Row, int Column, string Text);
