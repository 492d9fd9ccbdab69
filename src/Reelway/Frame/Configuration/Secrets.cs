namespace Reelway.Frame.Configuration;

/// <summary>The secret values that this process knows, taken out of whatever it says.</summary>
internal sealed class Secrets
{
    /// <summary>What stands for a secret that is set.</summary>
    public const string Mask = "********";

    // Shorter ones would mask half of every message, and protect nobody.
    private const int ShortestMasked = 6;

    private readonly HashSet<string> _values = new(StringComparer.Ordinal);

    /// <summary>Never say this value.</summary>
    public void Add(string? value)
    {
        if (value is { Length: >= ShortestMasked })
        {
            lock (_values)
            {
                _values.Add(value);
            }
        }
    }

    /// <summary>Never say what somebody else must not say.</summary>
    public void AddAll(Secrets others)
    {
        string[] values;
        lock (others._values)
        {
            values = [.. others._values];
        }

        Array.ForEach(values, Add);
    }

    /// <summary>True when the text holds one of them.</summary>
    public bool AreIn(string text) => Clean(text) != text;

    /// <summary>The text without any secret, as written or percent-encoded.</summary>
    public string Clean(string text)
    {
        lock (_values)
        {
            foreach (var value in _values)
            {
                text = text.Replace(value, Mask, StringComparison.Ordinal);
                var encoded = Uri.EscapeDataString(value);
                if (encoded != value)
                {
                    text = text.Replace(encoded, Mask, StringComparison.Ordinal);
                }
            }
        }

        return text;
    }
}
