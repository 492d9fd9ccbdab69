using System.Diagnostics.CodeAnalysis;
using Reelway.Storage;

namespace Reelway.Engine;

/// <summary>A run's id: 64 bits, ordered by time, shown as <c>run_</c> and 13 Crockford digits.</summary>
public readonly record struct RunId(long Value)
{
    private const string Prefix = "run_";

    /// <inheritdoc/>
    public override string ToString() => Prefix + ShortId.Format(Value);

    /// <summary>Reads the shown form; case and Crockford's look-alikes (<c>o</c>, <c>i</c>, <c>l</c>) are forgiven.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out RunId id)
    {
        id = default;
        if (text is null || !text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            || !ShortId.TryParse(text.AsSpan(Prefix.Length), out var value))
        {
            return false;
        }

        id = new RunId(value);
        return true;
    }
}
