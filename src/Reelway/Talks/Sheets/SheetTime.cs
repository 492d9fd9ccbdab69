using System.Globalization;
using System.Text.RegularExpressions;

namespace Reelway.Talks.Sheets;

/// <summary>Times of a recording as people write them: <c>1:02:03</c>, <c>62:03</c>, <c>3723</c>, each with a fraction if they like.</summary>
internal static partial class SheetTime
{
    /// <summary>Longer than any recording; keeps the arithmetic within bounds.</summary>
    private const int MaxHours = 1000;

    /// <summary>What is understood, for sentences.</summary>
    public const string Forms = "hh:mm:ss, mm:ss or seconds, with a fraction if needed";

    /// <summary>Reads a time. Only the leading part may exceed 59, so <c>75:30</c> is an hour and a quarter and <c>1:75:30</c> is nothing.</summary>
    public static bool TryParse(string text, out TimeSpan time)
    {
        time = default;
        var match = Pattern().Match(text.Trim());
        if (!match.Success)
        {
            return false;
        }

        var hours = Number(match.Groups["h"]);
        var minutes = Number(match.Groups["m"]);
        var seconds = Number(match.Groups["s"]);
        var fraction = match.Groups["f"].Success
            ? decimal.Parse($"0.{match.Groups["f"].ValueSpan}", CultureInfo.InvariantCulture) : 0;
        var exceeds = (match.Groups["h"].Success && minutes > 59) || (match.Groups["m"].Success && seconds > 59);
        var total = (hours * 3600) + (minutes * 60) + seconds;
        if (exceeds || total > MaxHours * 3600)
        {
            return false;
        }

        time = TimeSpan.FromTicks((total * TimeSpan.TicksPerSecond) + (long)(fraction * TimeSpan.TicksPerSecond));
        return true;
    }

    /// <summary>What is wrong with a text that is not read, for sentences.</summary>
    public static string WhyNot(string text)
        => TimeOfDay().IsMatch(text) ? "is a time of day, and not how far into the recording"
            : Negative().IsMatch(text) ? "is negative"
            : "is not a time";

    /// <summary>The time that <c>1:30</c> is as hours and minutes; null where only minutes and seconds can be meant.</summary>
    public static TimeSpan? AsHoursAndMinutes(string text)
    {
        var match = Pattern().Match(text.Trim());
        return match.Success && match.Groups["m"].Success && !match.Groups["h"].Success && !match.Groups["f"].Success
            && Number(match.Groups["m"]) is <= MaxHours and var hours && Number(match.Groups["s"]) is <= 59 and var minutes
                ? TimeSpan.FromHours(hours) + TimeSpan.FromMinutes(minutes)
                : null;
    }

    /// <summary>The seconds of <c>1,800</c> when the comma stands between thousands, as in columns that are formatted as numbers; null where it can't.</summary>
    public static TimeSpan? WithThousands(string text)
        => Thousands().IsMatch(text.Trim()) && TryParse(text.Replace(",", "", StringComparison.Ordinal), out var time) ? time : null;

    /// <summary>Writes a time the way it is read: <c>1:02:03.25</c>.</summary>
    public static string Format(TimeSpan time)
    {
        var fraction = time.Ticks % TimeSpan.TicksPerSecond;
        var text = string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours:00}:{time.Minutes:00}:{time.Seconds:00}");
        return fraction == 0 ? text : text + string.Create(CultureInfo.InvariantCulture, $".{fraction:0000000}").TrimEnd('0');
    }

    private static long Number(Group group) => group.Success ? long.Parse(group.ValueSpan, CultureInfo.InvariantCulture) : 0;

    // Up to 7 digits keep every part within bounds; a comma is the decimal sign in sheets of half of Europe.
    [GeneratedRegex(@"\A(?:(?:(?<h>[0-9]{1,4}):)?(?<m>[0-9]{1,5}):)?(?<s>[0-9]{1,7})(?:[.,](?<f>[0-9]{1,20}))?\z")]
    private static partial Regex Pattern();

    [GeneratedRegex(@"\A[1-9][0-9]{0,2},[0-9]{3}\z")]
    private static partial Regex Thousands();

    [GeneratedRegex(@"[0-9]\s*[ap]\.?\s?m\b", RegexOptions.IgnoreCase)]
    private static partial Regex TimeOfDay();

    // Spreadsheets write a minus of their own, too.
    [GeneratedRegex(@"\A\s*[-\u2212][0-9.,:]+\s*\z")]
    private static partial Regex Negative();
}
