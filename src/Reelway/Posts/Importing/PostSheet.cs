using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using Reelway.Frame;

namespace Reelway.Posts.Importing;

/// <summary>Posts in a CSV file, a row each, under the names that requests give them; spaces, underscores and case make no difference.</summary>
internal static class PostSheet
{
    private const int MostRows = 5000;
    private const string TextPrefix = "text";

    private static readonly string[] Names =
        ["message", "platform", "scheduleddate", "referencenumber", "account", "campaign", "window", "media", "alt", "firstcomment", "approve"];

    // As other tools call them.
    private static readonly Dictionary<string, string> Others = new(StringComparer.Ordinal)
    {
        ["text"] = "message",
        ["content"] = "message",
        ["network"] = "platform",
        ["platforms"] = "platform",
        ["date"] = "scheduleddate",
        ["time"] = "scheduleddate",
        ["at"] = "scheduleddate",
        ["reference"] = "referencenumber",
        ["comment"] = "firstcomment",
        ["image"] = "media",
    };

    /// <summary>The rows; of one that is no post the refusal.</summary>
    /// <exception cref="FormatException">The file is no such table; the message is a sentence.</exception>
    public static IReadOnlyList<SheetRow> Read(string text)
    {
        using var csv = new CsvReader(new StringReader(text.TrimStart('\uFEFF')), new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            DetectDelimiter = true,
            DetectDelimiterValues = [",", ";", "\t"],
            BadDataFound = null,
            MissingFieldFound = null,
            TrimOptions = TrimOptions.Trim,
        });
        if (!csv.Read() || !csv.ReadHeader() || csv.HeaderRecord is not { Length: > 0 } header)
        {
            throw new FormatException("The file is empty; its first line names the columns.");
        }

        var columns = header.Select(NameOf).ToList();
        var unknown = columns.Index().FirstOrDefault(column => !Names.Contains(column.Item) && TextOn(column.Item) is null);
        if (unknown.Item is not null)
        {
            throw new FormatException($"The column \"{ShownText.Name(header[unknown.Index])}\" is not known; known are {string.Join(", ", Names)} and text.NETWORK.");
        }

        var rows = new List<SheetRow>();
        while (csv.Read())
        {
            if (rows.Count == MostRows)
            {
                throw new FormatException($"The file has more than {MostRows} rows: split it.");
            }

            rows.Add(new SheetRow(csv.Parser.RawRow, RequestOf(columns, csv)));
        }

        return rows;
    }

    private static SchedulePostRequest RequestOf(List<string> columns, CsvReader csv)
    {
        string? Cell(string name) => columns.IndexOf(name) is >= 0 and var at && csv.GetField(at) is { Length: > 0 } cell ? cell : null;
        var texts = columns.Index().Where(column => TextOn(column.Item) is not null && !string.IsNullOrEmpty(csv.GetField(column.Index)))
            .ToDictionary(column => TextOn(column.Item)!, column => csv.GetField(column.Index)!, StringComparer.Ordinal);
        var media = Lines(Cell("media"));
        var alts = Lines(Cell("alt"));
        // The same row again is the same post, also without a reference.
        var reference = Cell("referencenumber") ?? PostIntake.NameOf(string.Join('\n', columns.Index().Select(column => $"{column.Item}={csv.GetField(column.Index)}")));
        return new SchedulePostRequest(
            Cell("message"), Platform: null, Cell("scheduleddate")?.Replace(' ', 'T'), reference, Cell("account"), Cell("campaign"), Cell("window"),
            [.. (Cell("platform") ?? "").Split([',', ';', '|', ' '], StringSplitOptions.RemoveEmptyEntries)], texts.Count > 0 ? texts : null,
            Cell("approve") is { } approve && (approve.Equals("true", StringComparison.OrdinalIgnoreCase) || approve.Equals("yes", StringComparison.OrdinalIgnoreCase) || approve == "1"),
            [.. media.Select((uri, at) => new PostFile(uri, alts.ElementAtOrDefault(at)))], Thread: null, Cell("firstcomment"));
    }

    private static string[] Lines(string? cell) => cell?.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static string NameOf(string header)
    {
        var name = new string([.. header.ToLowerInvariant().Where(letter => char.IsAsciiLetterOrDigit(letter) || letter == '.')]);
        return Others.GetValueOrDefault(name, name);
    }

    private static string? TextOn(string column) => column.Split('.') is [TextPrefix, { Length: > 0 } platform] ? platform : null;
}

/// <summary>A row of a file.</summary>
/// <param name="Line">Where it begins, from 1.</param>
internal sealed record SheetRow(int Line, SchedulePostRequest Post);
