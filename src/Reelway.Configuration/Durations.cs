using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Reelway.Configuration;

/// <summary>Durations as settings and messages write them: <c>250ms</c>, <c>15s</c>, <c>1h30m</c>, <c>14d</c>; as ISO 8601 does, <c>PT1H30M</c>, they are read as well.</summary>
public static partial class Durations
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");
    private static readonly SearchValues<char> EndOfUnit = SearchValues.Create("0123456789. ");

    private static readonly (string Unit, TimeSpan Length)[] Units =
    [
        ("d", TimeSpan.FromDays(1)), ("h", TimeSpan.FromHours(1)), ("m", TimeSpan.FromMinutes(1)),
        ("s", TimeSpan.FromSeconds(1)), ("ms", TimeSpan.FromMilliseconds(1)),
    ];

    /// <summary>Reads a duration; every number needs its unit, except a bare 0.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        var rest = text.AsSpan().Trim();
        if (rest is "0")
        {
            return true;
        }

        if (rest is ['P', ..])
        {
            // Years and months have no fixed length.
            rest = Iso().Match(rest.ToString()) is { Success: true } iso ? string.Concat(iso.Groups[1].Value, iso.Groups[2].Value).ToLowerInvariant() : "P";
        }

        var ticks = 0m;
        while (rest.Length > 0)
        {
            var digits = rest.IndexOfAnyExcept(Digits);
            var letters = digits < 1 ? ReadOnlySpan<char>.Empty : rest[digits..];
            var end = letters.IndexOfAny(EndOfUnit);
            var unit = (end < 0 ? letters : letters[..end]).ToString();
            var known = Array.FindIndex(Units, candidate => candidate.Unit == unit);
            if (known < 0 || !decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                || number > 100_000_000)
            {
                return false;
            }

            ticks += number * Units[known].Length.Ticks;
            rest = end < 0 ? default : letters[end..].TrimStart();
        }

        if (text.AsSpan().Trim().Length == 0 || ticks > TimeSpan.MaxValue.Ticks)
        {
            return false;
        }

        duration = TimeSpan.FromTicks((long)ticks);
        return true;
    }

    /// <summary>The shortest form that <see cref="TryParse"/> reads back to the same duration, down to milliseconds.</summary>
    public static string Format(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero)
        {
            return "0s";
        }

        var sign = duration < TimeSpan.Zero ? "-" : string.Empty;
        var rest = duration.Duration();
        var text = new StringBuilder(sign);
        foreach (var (unit, length) in Units)
        {
            var count = rest.Ticks / length.Ticks;
            if (count > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"{count}{unit}");
                rest -= TimeSpan.FromTicks(count * length.Ticks);
            }
        }

        return text.Length == sign.Length ? "0s" : text.ToString();
    }

    [GeneratedRegex("^P(?=.*[0-9])((?:[0-9]+D)?)(?:T((?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:\\.[0-9]+)?S)?))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Iso();
}
