using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Reelway.Intake;

/// <summary>Reads what Python prints for dictionaries and lists (<c>{'Records': [{'size': 1, 'ok': True}]}</c>) into JSON.</summary>
/// <remarks>Old notes and logs of talk events are kept in this form, from Python 2 (<c>u'…'</c>, <c>12L</c>) and 3.</remarks>
internal ref struct PythonLiteral
{
    /// <summary>As deep as the JSON reader goes.</summary>
    private const int MaxDepth = 64;

    private readonly ReadOnlySpan<char> _text;
    private readonly Utf8JsonWriter _json;
    private int _at;
    private int _depth;

    private PythonLiteral(ReadOnlySpan<char> text, Utf8JsonWriter json)
    {
        _text = text;
        _json = json;
    }

    /// <summary>The same value as JSON.</summary>
    /// <exception cref="UnreadableEventException">The text is no such literal; the message names the place.</exception>
    public static ReadOnlyMemory<byte> ToJson(string text)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        var reader = new PythonLiteral(text, json);
        reader.Value();
        reader.Next();
        if (reader._at < text.Length)
        {
            throw reader.Unexpected("the end");
        }

        json.Flush();
        return buffer.WrittenMemory;
    }

    private void Value()
    {
        switch (Next())
        {
            case '{':
                Dictionary();
                break;
            case '[':
                Sequence(']');
                break;
            case '(':
                Sequence(')');
                break;
            case '\'' or '"' or 'u' or 'U':
                _json.WriteStringValue(String());
                break;
            case '-' or (>= '0' and <= '9'):
                Number();
                break;
            default:
                Word();
                break;
        }
    }

    private void Dictionary()
    {
        Enter();
        _json.WriteStartObject();
        while (Next() != '}')
        {
            _json.WritePropertyName(String());
            Take(':');
            Value();
            if (Next() != '}')
            {
                Take(',');
            }
        }

        Leave();
        _json.WriteEndObject();
    }

    private void Sequence(char end)
    {
        Enter();
        _json.WriteStartArray();
        while (Next() != end)
        {
            Value();
            if (Next() != end)
            {
                Take(',');
            }
        }

        Leave();
        _json.WriteEndArray();
    }

    private string String()
    {
        if (Next() is 'u' or 'U')
        {
            _at++;
        }

        var quote = Current;
        if (quote is not ('\'' or '"'))
        {
            throw Unexpected("a quoted text");
        }

        var value = new StringBuilder();
        for (_at++; Current != quote; _at++)
        {
            if (_at >= _text.Length || Current is '\n' or '\r')
            {
                throw Unexpected($"a closing {quote}");
            }

            if (Current == '\\')
            {
                Escape(value);
            }
            else
            {
                value.Append(Current);
            }
        }

        _at++;
        // Half a surrogate pair, which Python can print and JSON can't hold, becomes the replacement character.
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value.ToString()));
    }

    private void Escape(StringBuilder value)
    {
        _at++;
        switch (Current)
        {
            case '\\' or '\'' or '"':
                value.Append(Current);
                break;
            case 'n':
                value.Append('\n');
                break;
            case 't':
                value.Append('\t');
                break;
            case 'r':
                value.Append('\r');
                break;
            case 'x':
                value.Append((char)Hexadecimal(2));
                break;
            case 'u':
                value.Append((char)Hexadecimal(4));
                break;
            case 'U':
                value.Append(Rune.TryCreate(Hexadecimal(8), out var rune) ? rune.ToString() : throw Unexpected("a character's number"));
                break;
            default:
                // Python keeps an escape that it doesn't know as it stands.
                value.Append('\\').Append(_at < _text.Length ? Current : throw Unexpected("an escape"));
                break;
        }
    }

    private uint Hexadecimal(int digits)
    {
        var from = _at + 1;
        if (from + digits > _text.Length
            || !uint.TryParse(_text.Slice(from, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            throw Unexpected($"an escape with {digits} hexadecimal digits");
        }

        _at += digits;
        return value;
    }

    private void Number()
    {
        var from = _at;
        while (Current is '-' or '+' or '.' or 'e' or 'E' or (>= '0' and <= '9'))
        {
            _at++;
        }

        var digits = _text[from.._at];
        if (Current is 'L')
        {
            _at++;
        }

        if (long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            _json.WriteNumberValue(whole);
        }
        else if (double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real))
        {
            _json.WriteNumberValue(real);
        }
        else
        {
            _at = from;
            throw Unexpected("a number");
        }
    }

    private void Word()
    {
        var from = _at;
        while (char.IsAsciiLetter(Current))
        {
            _at++;
        }

        switch (_text[from.._at])
        {
            case "None":
                _json.WriteNullValue();
                break;
            case "True":
                _json.WriteBooleanValue(true);
                break;
            case "False":
                _json.WriteBooleanValue(false);
                break;
            default:
                _at = from;
                throw Unexpected("a value");
        }
    }

    private void Enter()
    {
        if (++_depth > MaxDepth)
        {
            throw new UnreadableEventException($"The event is nested more than {MaxDepth} deep, at character {_at + 1}.");
        }

        _at++;
    }

    private void Leave()
    {
        _depth--;
        _at++;
    }

    private void Take(char expected)
    {
        if (Next() != expected)
        {
            throw Unexpected($"'{expected}'");
        }

        _at++;
    }

    /// <summary>The next character that is no white space; the null character at the end.</summary>
    private char Next()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }

        return Current;
    }

    private readonly char Current => _at < _text.Length ? _text[_at] : '\0';

    private readonly UnreadableEventException Unexpected(string expected)
        => new($"The event breaks off or goes wrong at character {_at + 1}: expected {expected}, found "
            + (_at < _text.Length ? $"\"{_text[_at]}\"." : "the end."));
}
