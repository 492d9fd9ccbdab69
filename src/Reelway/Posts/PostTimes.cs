using System.Globalization;
using System.Text.RegularExpressions;

namespace Reelway.Posts;

/// <summary>When posts go out.</summary>
internal static partial class PostTimes
{
    /// <summary>Reads a date and time: 2026-12-01T10:00:00. Without a zone it is UTC; an offset is honoured.</summary>
    public static DateTimeOffset? Read(string text)
        => Iso().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.ToUniversalTime() : null;

    /// <summary>As events name it: UTC, without a zone.</summary>
    public static string Write(DateTimeOffset time)
        => time.UtcDateTime.ToString(time.Millisecond == 0 ? "yyyy-MM-ddTHH:mm:ss" : "yyyy-MM-ddTHH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <summary>Draws the instant: never before its time, within its window, and away from the others of its account as long as the window has room.</summary>
    /// <param name="spacing">How far from the others; where the window has no room, the first instant behind it that has.</param>
    /// <param name="others">When other posts of the account go out.</param>
    /// <param name="chance">0 to below 1.</param>
    public static DateTimeOffset Draw(DateTimeOffset from, TimeSpan window, TimeSpan spacing, IEnumerable<DateTimeOffset> others, double chance)
    {
        var taken = spacing <= TimeSpan.Zero ? [] : others.Select(other => (Begin: other - spacing, End: other + spacing)).Where(span => span.End > from).OrderBy(span => span.Begin).ToList();
        var free = new List<(DateTimeOffset Begin, DateTimeOffset End)>();
        var (at, last) = (from, from + window);
        foreach (var (begin, end) in taken)
        {
            if (begin > at)
            {
                free.Add((at, begin));
            }

            at = end > at ? end : at;
        }

        free.Add((at, DateTimeOffset.MaxValue));
        var within = free.Where(span => span.Begin <= last).Select(span => (span.Begin, Length: (span.End < last ? span.End : last) - span.Begin)).ToList();
        if (within.Count == 0)
        {
            return free[0].Begin;
        }

        var offset = TimeSpan.FromMilliseconds(Math.Floor(within.Sum(span => span.Length.TotalMilliseconds) * chance));
        foreach (var (begin, length) in within)
        {
            if (offset <= length)
            {
                return begin + offset;
            }

            offset -= length;
        }

        return within[^1].Begin + within[^1].Length;
    }

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,7})?)?(Z|[+-][0-9]{2}:[0-9]{2})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Iso();
}
