namespace Reelway.Sandbox.Google;

internal sealed record GoogleSnapshot(
    GoogleSettings Settings, string Account, IReadOnlyList<SpreadsheetSnapshot> Spreadsheets, IReadOnlyList<SandboxRequest> Requests);

internal sealed record SpreadsheetSnapshot(string Id, string Title, bool IsShared, long Version, IReadOnlyList<IReadOnlyList<string>> Rows);

/// <summary>A spreadsheet to be made; <c>POST /_sandbox/google/spreadsheets</c>.</summary>
internal sealed record NewSpreadsheet(string Title, IReadOnlyList<IReadOnlyList<string>> Rows, string Tab = "Sheet1", bool IsShared = true);
