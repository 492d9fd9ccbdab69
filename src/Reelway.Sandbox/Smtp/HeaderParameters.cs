using System.Text;

namespace Reelway.Sandbox.Smtp;

/// <summary>A header value with parameters, such as <c>text/plain; charset="utf-8"</c>.</summary>
internal sealed class HeaderParameters
{
    private readonly Dictionary<string, string> _parameters;

    private HeaderParameters(string value, Dictionary<string, string> parameters)
    {
        Value = value;
        _parameters = parameters;
    }

    /// <summary>What stands before the first semicolon, lower case.</summary>
    public string Value { get; }

    public static HeaderParameters Parse(string header)
    {
        var pieces = Split(header);
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var piece in pieces.Skip(1))
        {
            var equals = piece.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                parameters.TryAdd(piece[..equals].Trim(), piece[(equals + 1)..].Trim());
            }
        }

        return new HeaderParameters(pieces[0].Trim().ToLowerInvariant(), parameters);
    }

    /// <summary>A parameter, also in the form of RFC 2231 (<c>name*=utf-8''...</c>); null when it is missing.</summary>
    public string? Find(string name)
    {
        if (_parameters.TryGetValue(name, out var value))
        {
            return value;
        }

        return _parameters.TryGetValue(name + "*", out var extended) && extended.Split('\'', 3) is [_, _, var text]
            ? Uri.UnescapeDataString(text)
            : null;
    }

    /// <summary>Pieces between semicolons outside quotes, with the quotes removed.</summary>
    private static List<string> Split(string header)
    {
        var pieces = new List<string>();
        var piece = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < header.Length; i++)
        {
            var letter = header[i];
            if (letter == '"')
            {
                quoted = !quoted;
            }
            else if (quoted && letter == '\\' && i + 1 < header.Length)
            {
                piece.Append(header[++i]);
            }
            else if (letter == ';' && !quoted)
            {
                pieces.Add(piece.ToString());
                piece.Clear();
            }
            else
            {
                piece.Append(letter);
            }
        }

        pieces.Add(piece.ToString());
        return pieces;
    }
}
