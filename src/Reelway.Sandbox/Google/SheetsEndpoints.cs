using System.Text.Json.Nodes;

namespace Reelway.Sandbox.Google;

/// <summary>The methods of the Sheets API that read and write cells.</summary>
internal sealed class SheetsEndpoints(GoogleWorld world, GoogleQuota quota, TimeProvider time)
{
    private const int LongestText = 50_000;

    private static readonly string[] Renders = ["FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA"];
    private static readonly string[] Times = ["SERIAL_NUMBER", "FORMATTED_STRING"];
    private static readonly string[] Dimensions = ["ROWS", "COLUMNS"];
    private static readonly string[] Inputs = ["RAW", "USER_ENTERED"];

    /// <summary>spreadsheets.get, with what is asked for without cells.</summary>
    public JsonObject Get(string id)
    {
        var sheet = Open(id, isRead: true);
        return sheet.Read(() => new JsonObject
        {
            ["spreadsheetId"] = sheet.Id,
            ["properties"] = new JsonObject { ["title"] = sheet.Title, ["locale"] = "en_GB", ["timeZone"] = "Europe/Prague" },
            ["sheets"] = new JsonArray([.. sheet.Tabs.Select((tab, index) => Properties(tab, index))]),
            ["spreadsheetUrl"] = $"https://docs.google.com/spreadsheets/d/{sheet.Id}/edit",
        });
    }

    /// <summary>values.get.</summary>
    public JsonObject Values(string id, string range, IReadOnlyDictionary<string, string> query)
    {
        var sheet = Open(id, isRead: true);
        var read = Reading.From(query);
        var answer = sheet.Read(() => ValueRange(sheet, range, read));
        sheet.AfterRead?.Invoke(sheet);
        return answer;
    }

    /// <summary>values.batchGet: the ranges in the order of the request.</summary>
    public JsonObject BatchGet(string id, IReadOnlyList<string> ranges, IReadOnlyDictionary<string, string> query)
    {
        var sheet = Open(id, isRead: true);
        var read = Reading.From(query);
        var answer = sheet.Read(() => new JsonObject
        {
            ["spreadsheetId"] = sheet.Id,
            ["valueRanges"] = new JsonArray([.. ranges.Select(range => ValueRange(sheet, range, read))]),
        });
        sheet.AfterRead?.Invoke(sheet);
        return answer;
    }

    /// <summary>values.update.</summary>
    public JsonObject Update(string id, string range, IReadOnlyDictionary<string, string> query, JsonObject body)
    {
        var sheet = Open(id, isRead: false);
        var input = Choice(query, "valueInputOption", Inputs, fallback: null);
        if ((string?)body["range"] is { } inBody && inBody != range)
        {
            throw GoogleException.BadArgument($"Requested writing within range [{range}], but the body names [{inBody}]");
        }

        JsonObject answer = [];
        sheet.Change(() => answer = Plan(sheet, range, body, input)());
        return answer;
    }

    /// <summary>values.batchUpdate: all of it or nothing.</summary>
    public JsonObject BatchUpdate(string id, JsonObject body)
    {
        var sheet = Open(id, isRead: false);
        var options = body.Where(pair => pair.Value is JsonValue).ToDictionary(pair => pair.Key, pair => pair.Value!.ToString());
        var input = Choice(options, "valueInputOption", Inputs, fallback: null);
        var data = (body["data"] as JsonArray ?? []).Select(range => range as JsonObject ?? throw Malformed("data")).ToList();
        JsonObject[] answers = [];
        sheet.Change(() =>
        {
            var plans = data.ConvertAll(range => Plan(sheet, (string?)range["range"] ?? "", range, input));
            answers = [.. plans.Select(plan => plan())];
        });
        int Total(string name) => answers.Sum(answer => (int)answer[name]!);
        return new JsonObject
        {
            ["spreadsheetId"] = sheet.Id,
            ["totalUpdatedRows"] = Total("updatedRows"),
            ["totalUpdatedColumns"] = Total("updatedColumns"),
            ["totalUpdatedCells"] = Total("updatedCells"),
            ["totalUpdatedSheets"] = answers.Length == 0 ? 0 : 1,
            ["responses"] = new JsonArray([.. answers]),
        };
    }

    private SandboxSpreadsheet Open(string id, bool isRead)
    {
        quota.Count(isRead);
        var sheet = world.Find(id) ?? throw GoogleException.NotFound();
        if (!sheet.IsShared || (!isRead && sheet.IsReadOnly))
        {
            throw GoogleException.Forbidden();
        }

        return sheet.IsExcelFile
            ? throw new GoogleException(400, "FAILED_PRECONDITION", "This operation is not supported for this document")
            : sheet;
    }

    private static JsonObject Properties(SheetTab tab, int index)
    {
        var properties = new JsonObject
        {
            ["sheetId"] = tab.Id,
            ["title"] = tab.Title,
            ["index"] = index,
            ["sheetType"] = "GRID",
            ["gridProperties"] = new JsonObject { ["rowCount"] = tab.Rows, ["columnCount"] = tab.Columns },
        };
        if (tab.IsHidden)
        {
            properties["hidden"] = true;
        }

        return new JsonObject { ["properties"] = properties };
    }

    private static (SheetTab Tab, A1Range Range, int Bottom, int Right) Locate(SandboxSpreadsheet sheet, string text)
    {
        var range = A1Range.Parse(text, name => sheet.FindTab(name) is not null) ?? throw GoogleException.BadRange(text);
        var tab = sheet.FindTab(range.Tab) ?? throw GoogleException.BadRange(text);
        var (bottom, right) = (range.Bottom ?? tab.Rows - 1, range.Right ?? tab.Columns - 1);
        return range.Top >= tab.Rows || range.Left >= tab.Columns || bottom >= tab.Rows || right >= tab.Columns
            ? throw GoogleException.BadArgument($"Range ({text}) exceeds grid limits. Max rows: {tab.Rows}, max columns: {tab.Columns}")
            : (tab, range, bottom, right);
    }

    private static JsonObject ValueRange(SandboxSpreadsheet sheet, string text, Reading read)
    {
        var (tab, range, bottom, right) = Locate(sheet, text);
        var (outer, inner) = read.ByRows ? (bottom - range.Top + 1, right - range.Left + 1) : (right - range.Left + 1, bottom - range.Top + 1);
        var lines = new List<JsonArray>();
        var last = read.ByRows ? Math.Min(outer, tab.UsedRows - range.Top) : outer;
        for (var line = 0; line < last; line++)
        {
            var cells = Enumerable.Range(0, inner)
                .Select(at => read.ByRows ? tab[range.Top + line, range.Left + at] : tab[range.Top + at, range.Left + line]).ToList();
            // Empty ends are left out; what is empty within is an empty text.
            var length = cells.FindLastIndex(cell => cell is not null) + 1;
            lines.Add(new JsonArray([.. cells.Take(length).Select(cell => cell?.Render(read.Render, read.Times) ?? "")]));
        }

        var answer = new JsonObject
        {
            ["range"] = A1Range.Write(tab.Title, range.Top, range.Left, bottom, right),
            ["majorDimension"] = read.ByRows ? "ROWS" : "COLUMNS",
        };
        var filled = lines.FindLastIndex(line => line.Count > 0) + 1;
        if (filled > 0)
        {
            answer["values"] = new JsonArray([.. lines.Take(filled)]);
        }

        return answer;
    }

    /// <summary>Checks a write; what is returned does it.</summary>
    private Func<JsonObject> Plan(SandboxSpreadsheet sheet, string text, JsonObject body, string input)
    {
        var (tab, range, bottom, right) = Locate(sheet, text);
        // A single cell may be written from with as many as there are; a rectangle is a limit.
        var isOpen = range.Bottom == range.Top && range.Right == range.Left;
        var byRows = Choice(body.Where(pair => pair.Value is JsonValue).ToDictionary(pair => pair.Key, pair => pair.Value!.ToString()), "majorDimension", Dimensions, "ROWS") == "ROWS";
        var writes = new List<(int Row, int Column, JsonValue Value)>();
        foreach (var (line, cells) in (body["values"] as JsonArray ?? []).Index())
        {
            foreach (var (at, value) in (cells as JsonArray ?? throw Malformed("values")).Index())
            {
                var (row, column) = byRows ? (range.Top + line, range.Left + at) : (range.Top + at, range.Left + line);
                if (!isOpen && (row > bottom || column > right))
                {
                    throw GoogleException.BadArgument($"Requested writing within range [{text}], but tried writing to {(row > bottom ? $"row [{row + 1}]" : $"column [{A1Range.Letters(column)}]")}");
                }

                // A null leaves its cell alone.
                if (value is not null)
                {
                    writes.Add((row, column, value as JsonValue ?? throw Malformed("values")));
                }
            }
        }

        var cellsToWrite = writes.ConvertAll(write => (write.Row, write.Column, Cell: Cell(write.Value, input)));
        return () =>
        {
            cellsToWrite.ForEach(write => tab[write.Row, write.Column] = write.Cell);
            return new JsonObject
            {
                ["spreadsheetId"] = sheet.Id,
                ["updatedRange"] = text,
                ["updatedRows"] = writes.Select(write => write.Row).Distinct().Count(),
                ["updatedColumns"] = writes.Select(write => write.Column).Distinct().Count(),
                ["updatedCells"] = writes.Count,
            };
        };
    }

    private SheetCell Cell(JsonValue value, string input)
    {
        if (value.TryGetValue<bool>(out var truth))
        {
            return SheetCell.Truth(truth);
        }

        if (value.TryGetValue<double>(out var number))
        {
            return SheetCell.Number(number);
        }

        var text = value.ToString();
        return text.Length > LongestText ? throw GoogleException.BadArgument("Your input contains more than the maximum of 50000 characters in a single cell.")
            : input == "RAW" ? SheetCell.Text(text)
            : TypedEntry.Of(text, time.GetUtcNow().Year);
    }

    private static string Choice(IReadOnlyDictionary<string, string> options, string name, string[] known, string? fallback)
        => options.GetValueOrDefault(name) is { } value
            ? known.Contains(value) ? value : throw GoogleException.BadArgument($"Invalid value at '{name}', \"{value}\"")
            : fallback ?? throw GoogleException.BadArgument($"'{name}' is required but not specified");

    private static GoogleException Malformed(string name) => GoogleException.BadArgument($"Invalid JSON payload received. Unknown name \"{name}\": Cannot find field.");

    /// <summary>How cells are to be answered.</summary>
    private sealed record Reading(bool ByRows, string Render, string Times)
    {
        public static Reading From(IReadOnlyDictionary<string, string> query) => new(
            Choice(query, "majorDimension", Dimensions, "ROWS") == "ROWS",
            Choice(query, "valueRenderOption", Renders, "FORMATTED_VALUE"),
            Choice(query, "dateTimeRenderOption", SheetsEndpoints.Times, "SERIAL_NUMBER"));
    }
}
