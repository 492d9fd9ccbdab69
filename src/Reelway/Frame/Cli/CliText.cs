using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Reelway.Frame.Cli;

/// <summary>Writes data for people: lines, pairs and tables. What comes from outside can't move the cursor or change colours.</summary>
internal sealed class CliText(TextWriter writer, bool colored)
{
    // A command that is shown with a name in it must not be cut: a name has 200 letters at most, and each may take 16 to quote.
    private const int MostOfLine = 4000;

    // Rows are compared with each other; "show" has more of a thing than a list.
    private const int MostOfCell = 400;

    /// <summary>A line.</summary>
    public void Line(string text = "") => writer.WriteLine(Clean(text));

    /// <summary>Names with values, aligned; those without value are left out.</summary>
    public void Pairs(params (string Name, string? Value)[] pairs)
    {
        var shown = pairs.Where(pair => !string.IsNullOrEmpty(pair.Value)).ToList();
        var width = shown.Select(pair => Width(pair.Name)).DefaultIfEmpty().Max();
        foreach (var (name, value) in shown)
        {
            writer.WriteLine($"{Pad(name, width)}  {State(Clean(value!))}");
        }
    }

    /// <summary>A table with aligned columns; the last column is as long as it is.</summary>
    public void Table(IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string?>> rows)
    {
        var cells = rows.Select(row => row.Select(cell => ShownText.Line(cell ?? string.Empty, MostOfCell)).ToList()).ToList();
        var widths = headers.Select((header, column) => cells.Select(row => Width(row[column])).Append(Width(header)).Max()).ToList();
        Row([.. headers.Select(header => header.ToUpperInvariant())], widths);
        foreach (var row in cells)
        {
            Row(row, widths);
        }
    }

    /// <summary>A page of a list as a table, and how to go on behind it.</summary>
    /// <param name="none">What to say when it is empty.</param>
    public void List(JsonElement page, string none, IReadOnlyList<string> headers, Func<JsonElement, IReadOnlyList<string?>> row)
    {
        var items = page.List("items").ToList();
        if (items.Count == 0)
        {
            Line(none);
            return;
        }

        Table(headers, items.Select(row));
        if (page.Text("nextCursor") is { } next)
        {
            Line($"More: --cursor {ShellCommand.Word(next)}");
        }
    }

    /// <summary>A sentence, or whatever else comes as a line.</summary>
    public static string Clean(string text) => ShownText.Line(text, MostOfLine);

    private void Row(List<string> cells, List<int> widths)
    {
        var line = new StringBuilder();
        for (var i = 0; i < cells.Count; i++)
        {
            var last = i == cells.Count - 1;
            // The padding is counted before the colour, which takes no room.
            line.Append(State(cells[i])).Append(last ? string.Empty : new string(' ', widths[i] - Width(cells[i]) + 2));
        }

        writer.WriteLine(line.ToString().TrimEnd());
    }

    /// <summary>The words of states in their colours; everything else as it is.</summary>
    private string State(string word)
    {
        var color = !colored ? 0 : word switch
        {
            "succeeded" or "ok" => 32,
            "failed" or "fail" => 31,
            "needs-attention" or "partial" or "warn" => 33,
            "running" or "waiting" => 36,
            _ => 0,
        };
        return color == 0 ? word : $"\e[{color}m{word}\e[0m";
    }

    private static string Pad(string text, int width) => text + new string(' ', Math.Max(0, width - Width(text)));

    /// <summary>Columns that a text takes: letters as readers count them; wide scripts and pictures take two.</summary>
    private static int Width(string text)
    {
        var width = 0;
        var letters = StringInfo.GetTextElementEnumerator(text);
        while (letters.MoveNext())
        {
            var rune = Rune.GetRuneAt(((string)letters.Current).Normalize(), 0).Value;
            width += rune is >= 0x1100 and <= 0x115F or >= 0x2E80 and <= 0xA4CF or >= 0xAC00 and <= 0xD7A3
                or >= 0xF900 and <= 0xFAFF or >= 0xFE30 and <= 0xFE6F or >= 0xFF00 and <= 0xFF60 or >= 0x1F300 and <= 0x1FAFF ? 2 : 1;
        }

        return width;
    }
}
