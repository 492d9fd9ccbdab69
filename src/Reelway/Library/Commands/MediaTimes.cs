using System.CommandLine;
using System.Globalization;
using Reelway.Configuration;
using Reelway.Frame.Cli;

namespace Reelway.Library.Commands;

/// <summary>Moments in a recording as people type them: <c>1:02:03.5</c>, <c>62:03</c>, <c>90</c> (seconds), <c>1m30s</c>.</summary>
internal static class MediaTimes
{
    /// <summary>Reads an option's moment; null when it was not given.</summary>
    public static TimeSpan? Read(Option option, string? text)
        => text is null
            ? null
            : Parse(text.Trim()) ?? throw new CliException(ExitCode.Usage, $"{option.Name} {text}: write it as hh:mm:ss, mm:ss or seconds.");

    /// <summary>Writes a moment.</summary>
    public static string Format(TimeSpan time)
        => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours:00}:{time.Minutes:00}:{time.Seconds:00}.{time.Milliseconds:000}");

    private static TimeSpan? Parse(string text)
    {
        var parts = text.Split(':');
        if (parts.Length == 1 && Durations.TryParse(text, out var duration))
        {
            return duration;
        }

        var seconds = 0m;
        for (var i = 0; i < parts.Length; i++)
        {
            var last = i == parts.Length - 1;
            var style = last ? NumberStyles.AllowDecimalPoint : NumberStyles.None;
            // Below the first part, 60 and more is a slip of the fingers.
            if (parts.Length > 3 || !decimal.TryParse(parts[i], style, CultureInfo.InvariantCulture, out var number)
                || number > 1_000_000 || (i > 0 && number >= 60))
            {
                return null;
            }

            seconds = (seconds * 60) + number;
        }

        return TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond));
    }
}
