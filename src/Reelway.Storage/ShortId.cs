namespace Reelway.Storage;

/// <summary>64-bit ids as 13 lower-case Crockford base-32 digits, which sort as the numbers do.</summary>
public static class ShortId
{
    /// <summary>Digits of a formatted id.</summary>
    public const int Length = 13;

    private const string Digits = "0123456789abcdefghjkmnpqrstvwxyz";

    /// <summary>Formats a non-negative id.</summary>
    public static string Format(long value) => string.Create(Length, value, static (span, rest) =>
    {
        for (var i = span.Length - 1; i >= 0; i--, rest >>= 5)
        {
            span[i] = Digits[(int)(rest & 31)];
        }
    });

    /// <summary>Reads a formatted id; case and Crockford's look-alikes are forgiven.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out long value)
    {
        value = 0;
        if (text.Length != Length)
        {
            return false;
        }

        foreach (var digit in text)
        {
            var index = Digits.IndexOf(Canonical(digit), StringComparison.Ordinal);
            if (index < 0 || value > (long.MaxValue >> 5))
            {
                return false;
            }

            value = (value << 5) | (uint)index;
        }

        return true;
    }

    private static char Canonical(char digit) => char.ToLowerInvariant(digit) switch
    {
        'o' => '0',
        'i' or 'l' => '1',
        var other => other,
    };
}
