using System.Text;
using System.Text.RegularExpressions;

namespace Reelway.Talks.Sheets;

/// <summary>A CSV text whose cells remember where they stand in it, so that one can be changed while every other byte stays.</summary>
/// <remarks>Written here because the CSV libraries give values only: a row written back by them loses its quoting and line ends.</remarks>
internal sealed partial class CsvText
{
    private static readonly char[] Delimiters = [',', ';', '\t'];

    private readonly string _text;
    private readonly char _delimiter;
    private readonly List<List<Cell>> _records = [];

    private CsvText(string text, char delimiter)
    {
        _text = text;
        _delimiter = delimiter;
    }

    /// <summary>The records, the header among them; a blank line is a record with one empty cell, as in spreadsheet programs.</summary>
    public IEnumerable<IReadOnlyList<string>> Records => _records.Select(record => record.ConvertAll(cell => cell.Value));

    /// <summary>
    /// Reads a text. What a first line <c>sep=;</c> names separates the cells, and that line is no record, as in spreadsheet programs;
    /// without one it is whichever of comma, semicolon and tab the header uses most.
    /// </summary>
    /// <exception cref="FormatException">A quoted cell is never closed; the message names its row.</exception>
    public static CsvText Parse(string text)
    {
        var named = SeparatorLine().Match(text);
        var csv = new CsvText(text, named.Success ? named.Groups["separator"].Value[0] : MostUsedDelimiter(text));
        for (var at = named.Length; at < text.Length;)
        {
            at = csv.ReadRecord(at);
        }

        return csv;
    }

    /// <summary>The text with one cell changed. Records and columns count from 0; a short record is filled up.</summary>
    public string With(int record, int column, string value)
    {
        var cells = _records[record];
        if (column < cells.Count)
        {
            var cell = cells[column];
            return string.Concat(
                _text.AsSpan(0, cell.Start), Written(value, cell.Quoted), _text.AsSpan(cell.Start + cell.Length));
        }

        var end = cells[^1].Start + cells[^1].Length;
        var missing = new string(_delimiter, column - cells.Count + 1);
        return string.Concat(_text.AsSpan(0, end), missing, Written(value, quoted: false), _text.AsSpan(end));
    }

    private static char MostUsedDelimiter(string text)
    {
        var counts = new int[Delimiters.Length];
        var quoted = false;
        foreach (var character in text)
        {
            if (character == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && character is '\r' or '\n')
            {
                break;
            }
            else if (!quoted && Array.IndexOf(Delimiters, character) is >= 0 and var index)
            {
                counts[index]++;
            }
        }

        return Delimiters[Array.IndexOf(counts, counts.Max())];
    }

    private int ReadRecord(int at)
    {
        var cells = new List<Cell>();
        _records.Add(cells);
        while (true)
        {
            var cell = ReadCell(at);
            cells.Add(cell);
            at = cell.Start + cell.Length;
            if (at == _text.Length)
            {
                return at;
            }

            at++;
            if (_text[at - 1] != _delimiter)
            {
                return _text[at - 1] == '\r' && at < _text.Length && _text[at] == '\n' ? at + 1 : at;
            }
        }
    }

    private Cell ReadCell(int start)
    {
        var at = start;
        var value = new StringBuilder();
        var quoted = at < _text.Length && _text[at] == '"';
        if (quoted)
        {
            at = ReadQuoted(at + 1, value);
        }

        // Text after a closing quote belongs to the cell: spreadsheet programs read it so.
        while (at < _text.Length && _text[at] != _delimiter && _text[at] is not ('\r' or '\n'))
        {
            value.Append(_text[at++]);
        }

        return new Cell(start, at - start, value.ToString(), quoted);
    }

    private int ReadQuoted(int at, StringBuilder value)
    {
        while (true)
        {
            var quote = _text.IndexOf('"', at);
            if (quote < 0)
            {
                throw new FormatException($"row {_records.Count} has a quoted cell that is never closed");
            }

            value.Append(_text, at, quote - at);
            if (quote + 1 == _text.Length || _text[quote + 1] != '"')
            {
                return quote + 1;
            }

            value.Append('"');
            at = quote + 2;
        }
    }

    private string Written(string value, bool quoted)
        => quoted || value.AsSpan().ContainsAny('"', '\r', '\n') || value.Contains(_delimiter, StringComparison.Ordinal)
            ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : value;

    [GeneratedRegex("""\A("?)sep=(?<separator>[^"\r\n])\1[ ,;\t]*(\r\n|\r|\n|\z)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SeparatorLine();

    private readonly record struct Cell(int Start, int Length, string Value, bool Quoted);
}
