using System.Buffers;
using System.Globalization;

namespace Reelway.Frame.Configuration;

/// <summary>Sizes as settings write them: <c>10485760</c>, <c>500kB</c>, <c>10MB</c> (10^6 bytes), <c>2GiB</c> (2^30 bytes).</summary>
internal static class Sizes
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    private static readonly (string Unit, long Bytes)[] Units =
    [
        ("", 1), ("b", 1), ("kb", 1_000), ("mb", 1_000_000), ("gb", 1_000_000_000), ("tb", 1_000_000_000_000),
        ("kib", 1L << 10), ("mib", 1L << 20), ("gib", 1L << 30), ("tib", 1L << 40),
    ];

    /// <summary>Reads a size in bytes.</summary>
    public static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        var trimmed = text.Trim();
        var digits = trimmed.AsSpan().IndexOfAnyExcept(Digits);
        var number = digits < 0 ? trimmed : trimmed[..digits];
        var unit = digits < 0 ? string.Empty : trimmed[digits..].Trim().ToLowerInvariant();
        var known = Array.FindIndex(Units, candidate => candidate.Unit == unit);
        if (known < 0 || !decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            || count > long.MaxValue / Units[known].Bytes)
        {
            return false;
        }

        bytes = (long)(count * Units[known].Bytes);
        return true;
    }
}
