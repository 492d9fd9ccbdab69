using System.Globalization;
using System.Text;

namespace Reelway.Hosting.Setup.Scheduler;

/// <summary>Reads a <c>samconfig.toml</c> as the SAM CLI writes it: tables, and keys with texts, numbers, truth values and lists of these.</summary>
internal sealed class SamConfigReader
{
    private readonly string _text;
    private readonly List<SamSetting> _settings = [];
    private int _at;

    private SamConfigReader(string text) => _text = text;

    private int Line => 1 + _text.AsSpan(0, Math.Min(_at, _text.Length)).Count('\n');

    private bool IsAtEnd => _at >= _text.Length;

    /// <summary>All keys in their order.</summary>
    /// <exception cref="FormatException">It is no such file; the message is a sentence with the line.</exception>
    public static IReadOnlyList<SamSetting> Read(string text)
    {
        var reader = new SamConfigReader(text.ReplaceLineEndings("\n").TrimStart('\uFEFF'));
        reader.Read();
        return reader._settings;
    }

    private void Read()
    {
        IReadOnlyList<string> table = [];
        for (SkipBlank(); !IsAtEnd; SkipBlank())
        {
            if (_text[_at] == '[')
            {
                _at++;
                table = Path(']');
                Expect(']');
            }
            else
            {
                var line = Line;
                var key = Path('=');
                Expect('=');
                SkipSpaces();
                _settings.Add(new SamSetting([.. table, .. key[..^1]], key[^1], Value(), line));
            }

            EndLine();
        }
    }

    private List<string> Path(char end)
    {
        var parts = new List<string>();
        while (true)
        {
            SkipSpaces();
            parts.Add(!IsAtEnd && _text[_at] is '"' or '\'' ? Quoted() : Word(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'));
            SkipSpaces();
            if (IsAtEnd || _text[_at] != '.')
            {
                return !IsAtEnd && _text[_at] == end && parts.All(part => part.Length > 0) ? parts : throw Wrong("names no key");
            }

            _at++;
        }
    }

    private List<string> Value()
    {
        if (IsAtEnd)
        {
            throw Wrong("ends where a value should be");
        }

        if (_text[_at] != '[')
        {
            return [Single()];
        }

        _at++;
        var list = new List<string>();
        for (SkipBlank(); !IsAtEnd && _text[_at] != ']'; SkipBlank())
        {
            list.Add(Single());
            SkipBlank();
            if (!IsAtEnd && _text[_at] == ',')
            {
                _at++;
            }
        }

        Expect(']');
        return list;
    }

    private string Single()
    {
        if (_text[_at] is '"' or '\'')
        {
            return Quoted();
        }

        var word = Word(letter => letter is not (',' or ']' or '#' or '\n' or ' ' or '\t' or '{' or '['));
        return word.Length > 0 ? word : throw Wrong("has a value of a kind that the SAM CLI does not write");
    }

    private string Quoted()
    {
        var quote = _text[_at];
        var isLong = _text.AsSpan(_at).StartsWith(new string(quote, 3));
        var end = new string(quote, isLong ? 3 : 1);
        _at += end.Length;
        var text = new StringBuilder();
        while (!IsAtEnd && !_text.AsSpan(_at).StartsWith(end))
        {
            if (_text[_at] == '\n' && !isLong)
            {
                break;
            }

            text.Append(quote == '"' && _text[_at] == '\\' ? Escaped() : _text[_at++].ToString());
        }

        if (IsAtEnd || !_text.AsSpan(_at).StartsWith(end))
        {
            throw Wrong("has a text that is never closed");
        }

        _at += end.Length;
        // A line break right behind the opening quotes is not part of the text.
        return isLong && text.Length > 0 && text[0] == '\n' ? text.ToString(1, text.Length - 1) : text.ToString();
    }

    private string Escaped()
    {
        var letter = _at + 1 < _text.Length ? _text[_at + 1] : '\0';
        _at += 2;
        switch (letter)
        {
            case '"' or '\\':
                return letter.ToString();
            case 'n':
                return "\n";
            case 't':
                return "\t";
            case 'r':
                return "\r";
            case 'u' when _at + 4 <= _text.Length && ushort.TryParse(_text.AsSpan(_at, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var code):
                _at += 4;
                return ((char)code).ToString();
            case '\n':
                // The text goes on at the next letter.
                SkipBlank();
                return "";
            default:
                throw Wrong("has an escape that is none");
        }
    }

    private string Word(Func<char, bool> belongs)
    {
        var begin = _at;
        while (!IsAtEnd && belongs(_text[_at]))
        {
            _at++;
        }

        return _text[begin.._at];
    }

    private void Expect(char letter)
    {
        if (IsAtEnd || _text[_at] != letter)
        {
            throw Wrong($"lacks a {letter}");
        }

        _at++;
    }

    private void EndLine()
    {
        SkipSpaces();
        if (!IsAtEnd && _text[_at] is not ('\n' or '#'))
        {
            throw Wrong("goes on where it should end");
        }
    }

    private void SkipSpaces() => Word(letter => letter is ' ' or '\t');

    private void SkipBlank()
    {
        for (Word(char.IsWhiteSpace); !IsAtEnd && _text[_at] == '#'; Word(char.IsWhiteSpace))
        {
            Word(letter => letter != '\n');
        }
    }

    private FormatException Wrong(string what) => new($"Line {Line} {what}.");
}

/// <summary>A key of the file.</summary>
/// <param name="Table">The table it stands in: <c>default, deploy, parameters</c>.</param>
/// <param name="Values">One, or those of a list.</param>
internal sealed record SamSetting(IReadOnlyList<string> Table, string Key, IReadOnlyList<string> Values, int Line)
{
    /// <summary>Whose deployment it is about; null for what stands above all tables.</summary>
    public string? Environment => Table is [var first, ..] ? first : null;
}
