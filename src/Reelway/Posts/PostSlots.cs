using System.Globalization;

namespace Reelway.Posts;

/// <summary>The times of the week at which an account posts, on the clock of its zone.</summary>
internal sealed class PostSlots
{
    private static readonly string[] DayNames = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

    private readonly IReadOnlyList<(DayOfWeek Day, TimeOnly Time)> _slots;

    private PostSlots(IEnumerable<(DayOfWeek Day, TimeOnly Time)> slots) => _slots = [.. slots.Distinct().OrderBy(slot => slot.Day).ThenBy(slot => slot.Time)];

    /// <summary>Reads slots: <c>daily 18:00</c>, <c>Mon 09:00</c>, <c>Tue,Thu 12:30</c>.</summary>
    /// <exception cref="FormatException">One of them is none; the message is a sentence.</exception>
    public static PostSlots Parse(IEnumerable<string> texts) => new(texts.SelectMany(Parse).ToList());

    /// <summary>The slots after a time. A slot in a gap of the clock is at its end; none comes twice.</summary>
    public IEnumerable<DateTimeOffset> After(DateTimeOffset time, TimeZoneInfo zone)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time, zone).DateTime).AddDays(-1);
        var last = time;
        for (; _slots.Count > 0; day = day.AddDays(1))
        {
            foreach (var at in _slots.Where(slot => slot.Day == day.DayOfWeek).Select(slot => WallTime.At(day.ToDateTime(slot.Time), zone)).Order())
            {
                // Two slots may end up at the end of the same gap.
                if (at > last)
                {
                    yield return last = at;
                }
            }
        }
    }

    private static IEnumerable<(DayOfWeek Day, TimeOnly Time)> Parse(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is [var days, var clock] && TimeOnly.TryParseExact(clock, ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            var numbers = days == "daily" ? [.. Enumerable.Range(0, 7)] : days.Split(',').Select(day => Array.FindIndex(DayNames, name => name.Equals(day, StringComparison.OrdinalIgnoreCase))).ToList();
            if (numbers.All(number => number >= 0))
            {
                return numbers.Select(number => ((DayOfWeek)number, time));
            }
        }

        throw new FormatException($"\"{Frame.ShownText.Name(text)}\" is no slot; write daily 18:00, Mon 09:00 or Tue,Thu 12:30.");
    }
}
