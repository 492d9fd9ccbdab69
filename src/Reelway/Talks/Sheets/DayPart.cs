using System.Globalization;
using System.Text.RegularExpressions;

namespace Reelway.Talks.Sheets;

/// <summary>A bare number that may be a part of a day: spreadsheets keep durations so, and show 0:30:00 as 0.0208333 in a column that is formatted as number.</summary>
/// <param name="Time">What it is as a part of a day.</param>
/// <param name="Seconds">What it is in seconds.</param>
/// <param name="IsCertain">True when it can hardly be anything else: it has too many decimals for seconds, and comes out at whole seconds.</param>
internal sealed partial record DayPart(TimeSpan Time, TimeSpan Seconds, bool IsCertain)
{
    private const int SecondsOfDay = 86_400;

    /// <summary>From here on a day's part tells whole seconds from others: a unit of the sixth decimal is 0.09 s.</summary>
    private const int DecimalsOfSeconds = 6;

    /// <summary>From here on it tells whole milliseconds from others.</summary>
    private const int DecimalsOfMilliseconds = 9;

    /// <summary>Longer than any recording, as days.</summary>
    private const int MostDays = 41;

    /// <summary>Floating point numbers are written with digits that they do not have.</summary>
    private const decimal LeastDoubt = 0.000_001m;

    /// <summary>What to write instead, for sentences.</summary>
    public string Doubt
        => $"may mean {SheetTime.Format(Seconds)} or, as spreadsheets keep durations, the part of a day that is {SheetTime.Format(Time)}; "
            + "write the one that is meant like this, in a column that is formatted as text";

    /// <summary>The number in a cell; null when it holds something else, or can only be meant as seconds.</summary>
    public static DayPart? In(string text)
    {
        var match = Pattern().Match(text.Trim());
        var decimals = match.Groups["f"].Value.TrimEnd('0');
        if (!match.Success || decimals.Length == 0)
        {
            return null;
        }

        var number = decimal.Parse($"{match.Groups["n"].ValueSpan}.{decimals}", CultureInfo.InvariantCulture);
        if (number >= 1 && (decimals.Length <= DecimalsOfSeconds || number > MostDays))
        {
            // Seconds are written with up to six decimals; beyond a day, only noise has more.
            return null;
        }

        var seconds = number * SecondsOfDay;
        var unit = Math.Max(SecondsOfDay * Unit(decimals.Length), LeastDoubt);
        var whole = decimals.Length >= DecimalsOfSeconds && Math.Abs(seconds - Math.Round(seconds)) <= unit;
        var wholeMilliseconds = decimals.Length >= DecimalsOfMilliseconds && Math.Abs(seconds - Math.Round(seconds, 3)) <= unit;
        return new DayPart(Span(Math.Round(seconds, whole ? 0 : 3)), Span(number), number < 1 && (whole || wholeMilliseconds));
    }

    private static TimeSpan Span(decimal seconds) => TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond));

    private static decimal Unit(int decimals) => new(1, 0, 0, isNegative: false, (byte)decimals);

    [GeneratedRegex(@"\A(?<n>[0-9]{1,2})[.,](?<f>[0-9]{1,20})\z")]
    private static partial Regex Pattern();
}
