using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Reelway.Connectors.Google;

/// <summary>The sheets that are shared with the service account of one connection.</summary>
/// <remarks>Every method fails with <see cref="ConnectorException"/> only, besides cancellation. Safe for calls at the same time.</remarks>
public sealed partial class GoogleSheets : IDisposable
{
    private const string Rendering = "valueRenderOption=UNFORMATTED_VALUE&dateTimeRenderOption=FORMATTED_STRING";

    private readonly GoogleOptions _options;
    private readonly GoogleClient _client;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;

    private GoogleSheets(GoogleOptions options, GoogleKey key, ConnectorHttp http)
    {
        _options = options;
        _client = new GoogleClient(options, key, http);
        _clock = http.Clock;
        _log = http.Logs.CreateLogger<GoogleSheets>();
        Account = key.Account;
    }

    /// <summary>Mail address of the service account: whom sheets are shared with.</summary>
    public string Account { get; }

    /// <summary>The sheets of a connection with these options, which were checked.</summary>
    public static GoogleSheets Create(GoogleOptions options, ConnectorHttp http)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(http);
        return GoogleKey.TryParse(options.Key ?? "", out var key, out var problem)
            ? new GoogleSheets(options, key, http)
            : throw new ConnectorException(GoogleConnector.Name, CallFault.Auth, $"connection {options.Connection}: its key {problem}") { Scope = ConnectionScope.Of(options.Connection) };
    }

    /// <summary>Finds a spreadsheet and one of its tabs.</summary>
    /// <param name="idUrlOrTitle">Its id, its address, or its title.</param>
    /// <param name="tab">Title of the tab; null for the one that the address names, or else the first that is visible.</param>
    public async Task<GoogleSheetTab> ResolveAsync(string idUrlOrTitle, string? tab, CancellationToken cancellation)
    {
        var wanted = SheetReference.Parse(idUrlOrTitle ?? "") ?? throw _client.Faults.Own(
            CallFault.Permanent, $"\"{idUrlOrTitle}\" names no sheet; give its title, its id, or its address as it stands in the browser when it is open for editing");
        var id = wanted.Id ?? await FindByTitleAsync(wanted.Text, cancellation);
        var (sheet, answer) = await _client.ReadSheetAsync(
            $"open sheet {wanted.Text}", $"{Uri.EscapeDataString(id)}?fields={Uri.EscapeDataString("spreadsheetId,properties.title,sheets.properties(sheetId,title,hidden)")}",
            GoogleJson.Default.SpreadsheetReply, cancellation);
        var tabs = (sheet.Sheets ?? []).Select(each => each?.Properties).OfType<TabProperties>().Where(each => !string.IsNullOrEmpty(each.Title)).ToList();
        var title = sheet.Properties?.Title ?? id;
        if (tabs.Count == 0)
        {
            throw _client.Faults.Malformed(answer, "the answer has no tabs");
        }

        var found = tab is not null ? tabs.Find(each => string.Equals(each.Title, tab.Trim(), StringComparison.OrdinalIgnoreCase))
            : wanted.TabId is { } tabId ? tabs.Find(each => each.SheetId == tabId)
            : tabs.Find(each => each.Hidden != true) ?? tabs[0];
        return found is not null
            ? new GoogleSheetTab(id, title, found.Title!)
            : throw _client.Faults.Own(
                CallFault.Permanent,
                $"sheet {title} has no tab {(tab is not null ? $"\"{tab}\"" : $"with the number {wanted.TabId}")}; its tabs are {string.Join(", ", tabs.Select(each => $"\"{each.Title}\""))}");
    }

    /// <summary>All cells of a tab as text, without empty ends; times and days as people see them, other values as they are, formulas computed.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<string>>> ReadAsync(GoogleSheetTab tab, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(tab);
        var (range, answer) = await _client.ReadSheetAsync(
            $"read sheet {tab.Title}", $"{Uri.EscapeDataString(tab.Id)}/values/{Uri.EscapeDataString(Quoted(tab.Tab))}?{Rendering}",
            GoogleJson.Default.ValueRange, cancellation);
        return Lines(range, answer);
    }

    /// <summary>Columns of a tab, in the order of the request, each from its first row on.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<string>>> ReadColumnsAsync(GoogleSheetTab tab, IReadOnlyList<int> columns, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(tab);
        ArgumentNullException.ThrowIfNull(columns);
        var ranges = string.Concat(columns.Select(column => $"ranges={Uri.EscapeDataString($"{Quoted(tab.Tab)}!{Letters(column)}:{Letters(column)}")}&"));
        var (reply, answer) = await _client.ReadSheetAsync(
            $"read columns of sheet {tab.Title}", $"{Uri.EscapeDataString(tab.Id)}/values:batchGet?{ranges}majorDimension=COLUMNS&{Rendering}",
            GoogleJson.Default.BatchValuesReply, cancellation);
        return reply.ValueRanges is { } found && found.Count == columns.Count
            ? [.. found.Select(range => Lines(range, answer) is [var only, ..] ? only : [])]
            : throw _client.Faults.Malformed(answer, "the answer does not have the columns asked for");
    }

    /// <summary>Puts texts into cells, all or none of them. They are kept as they are: what begins with <c>=</c> is no formula.</summary>
    public async Task WriteAsync(GoogleSheetTab tab, IReadOnlyList<CellText> cells, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(tab);
        var data = cells.Select(cell => new WriteRange($"{Quoted(tab.Tab)}!{Address(cell)}", [[cell.Text]])).ToList();
        var (reply, answer) = await _client.WriteSheetAsync(
            $"write {string.Join(", ", cells.Take(5).Select(Address))}{(cells.Count > 5 ? " and more" : "")} of sheet {tab.Title}",
            $"{Uri.EscapeDataString(tab.Id)}/values:batchUpdate", new BatchWriteRequest("RAW", data),
            GoogleJson.Default.BatchWriteRequest, GoogleJson.Default.BatchWriteReply, cancellation);
        if (reply.SpreadsheetId is null || reply.TotalUpdatedCells != cells.Count)
        {
            throw _client.Faults.Malformed(answer, $"the answer does not tell of {cells.Count} written cells");
        }
    }

    /// <summary>Finds out whether the Sheets API takes the account, without a sheet.</summary>
    /// <exception cref="ConnectorException">It does not.</exception>
    internal async Task TryOutAsync(CancellationToken cancellation)
    {
        try
        {
            await _client.ReadSheetAsync("ask the Sheets API for a sheet that is not there", "0?fields=spreadsheetId", GoogleJson.Default.SpreadsheetReply, cancellation);
        }
        catch (ConnectorException fault) when (fault.RemoteCode == "NOT_FOUND")
        {
            // Whoever is told so was let in.
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>The letters of a column: 0 is A, 26 is AA.</summary>
    internal static string Letters(int column)
    {
        var letters = "";
        for (var rest = column; rest >= 0; rest = (rest / 26) - 1)
        {
            letters = (char)('A' + (rest % 26)) + letters;
        }

        return letters;
    }

    /// <summary>A tab's name as ranges want it, whatever is in it.</summary>
    internal static string Quoted(string tab) => $"'{tab.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Address(CellText cell) => string.Create(CultureInfo.InvariantCulture, $"{Letters(cell.Column)}{cell.Row + 1}");

    private IReadOnlyList<IReadOnlyList<string>> Lines(ValueRange? range, HttpAnswer answer)
        => range?.Range is null
            ? throw _client.Faults.Malformed(answer, "the answer has no range")
            : [.. (range.Values ?? []).Select(line => (IReadOnlyList<string>)[.. (line ?? []).Select(Text)])];

    private static string Text(JsonElement cell) => cell.ValueKind switch
    {
        JsonValueKind.String => cell.GetString()!,
        // As the sheet shows them; a number keeps all of its digits.
        JsonValueKind.True => "TRUE",
        JsonValueKind.False => "FALSE",
        JsonValueKind.Null => "",
        _ => cell.GetRawText(),
    };
}
