using System.Globalization;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Evaluation;

namespace Reelway.Posts.Repeating;

/// <summary>When a post is repeated: a rule of RFC 5545 on the clock of a zone.</summary>
/// <remarks>
/// The rule is followed in local time, and each of its times becomes an instant by itself: nine o'clock stays nine o'clock. A date that does not exist is skipped, as
/// the RFC says; a time in a gap of the clock is at the gap's end, and of one that comes twice the first is taken.
/// </remarks>
internal sealed class RepeatRule
{
    private const int LongestText = 300;

    // A rule that fits nothing ends here.
    private const int MostLooked = 2000;

    private static readonly FrequencyType[] Slow = [FrequencyType.Daily, FrequencyType.Weekly, FrequencyType.Monthly, FrequencyType.Yearly];

    private readonly RecurrencePattern _pattern;
    private readonly DateTime _first;
    private readonly TimeZoneInfo _zone;

    private RepeatRule(RecurrencePattern pattern, DateTime first, TimeZoneInfo zone) => (_pattern, _first, _zone) = (pattern, first, zone);

    /// <summary>Reads a rule.</summary>
    /// <param name="first">When it begins, on the clock of the zone.</param>
    /// <exception cref="FormatException">It is none; the message is a sentence.</exception>
    public static RepeatRule Parse(string text, DateTime first, TimeZoneInfo zone)
    {
        const string Must = "Must be a rule such as FREQ=WEEKLY;BYDAY=TU,TH (RFC 5545), daily, weekly, monthly or yearly";
        RecurrencePattern pattern;
        try
        {
            pattern = text.Length <= LongestText && text.Contains("FREQ=", StringComparison.OrdinalIgnoreCase) ? new RecurrencePattern(text) : throw new FormatException($"{Must}, of at most {LongestText} characters.");
        }
        catch (Exception problem) when (problem is ArgumentException or InvalidOperationException)
        {
            throw new FormatException($"{Must}: {problem.Message.Split('\n')[0].Split(" (Parameter")[0].TrimEnd('.')}.", problem);
        }

        if (!Slow.Contains(pattern.Frequency) || pattern.ByHour.Count * Math.Max(1, pattern.ByMinute.Count) > 24 || pattern.BySecond.Count > 0)
        {
            throw new FormatException($"{Must}, at most 24 times a day.");
        }

        var rule = new RepeatRule(pattern, first, zone);
        return rule.Locals().Any() ? rule : throw new FormatException($"{Must}, and this one fits no date.");
    }

    /// <summary>Its times from the first one on.</summary>
    public IEnumerable<RepeatTime> Times() => Locals().Select(local => new RepeatTime(local, WallTime.At(local, _zone), WallTime.IsInGap(local, _zone)));

    /// <summary>What a person should know of the next times: the months and years that have no such day, and the times that a clock leaves out.</summary>
    public IReadOnlyList<string> Notes(IReadOnlyList<RepeatTime> times)
    {
        var notes = times.Where(time => time.IsInGap)
            .Select(time => $"{Text(time.Local)} is left out by the clock of {_zone.Id}: it goes out at {TimeZoneInfo.ConvertTime(time.At, _zone):HH:mm}.").ToList();
        foreach (var (before, after) in times.Zip(times.Skip(1)))
        {
            for (var empty = Next(before.Local); empty < new DateTime(after.Local.Year, IsYearly ? 1 : after.Local.Month, 1); empty = Next(empty))
            {
                notes.Add($"{empty.ToString(IsYearly ? "yyyy" : "yyyy-MM", CultureInfo.InvariantCulture)} is skipped: it has no such day.");
            }
        }

        return notes;
    }

    private bool IsYearly => _pattern.Frequency == FrequencyType.Yearly;

    private DateTime Next(DateTime before)
        => _pattern.Frequency switch
        {
            FrequencyType.Yearly => new DateTime(before.Year, 1, 1).AddYears(_pattern.Interval),
            FrequencyType.Monthly => new DateTime(before.Year, before.Month, 1).AddMonths(_pattern.Interval),
            _ => DateTime.MaxValue,
        };

    private IEnumerable<DateTime> Locals()
    {
        var start = new CalDateTime(_first);
        using var found = new CalendarEvent { Start = start, RecurrenceRule = _pattern }
            .GetOccurrences(start, new EvaluationOptions { MaxUnmatchedIncrementsLimit = MostLooked }).GetEnumerator();
        while (HasNext(found))
        {
            yield return found.Current.Period.StartTime.Value;
        }
    }

    private static bool HasNext(IEnumerator<Occurrence> found)
    {
        try
        {
            return found.MoveNext();
        }
        catch (EvaluationLimitExceededException)
        {
            // No further date fits.
            return false;
        }
    }

    private static string Text(DateTime local) => local.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture);
}

/// <summary>A time of a rule.</summary>
/// <param name="Local">On the clock of its zone.</param>
/// <param name="At">The instant, UTC.</param>
/// <param name="IsInGap">True where the clock leaves the local time out.</param>
internal sealed record RepeatTime(DateTime Local, DateTimeOffset At, bool IsInGap);
