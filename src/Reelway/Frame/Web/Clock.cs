namespace Reelway.Frame.Web;

/// <summary>Times and durations as pages write them. All of them are UTC, and say so.</summary>
internal static class Clock
{
    /// <summary>Two largest parts: <c>850 ms</c>, <c>4 s</c>, <c>2 m 14 s</c>, <c>5 h 50 m</c>, <c>3 d 4 h</c>.</summary>
    public static string Duration(TimeSpan span) => span.Duration() switch
    {
        { TotalSeconds: < 1 } few => $"{few.Milliseconds} ms",
        { TotalMinutes: < 1 } few => $"{few.Seconds} s",
        { TotalHours: < 1 } some => $"{some.Minutes} m {some.Seconds} s",
        { TotalDays: < 1 } some => $"{some.Hours} h {some.Minutes} m",
        var many => $"{many.Days} d {many.Hours} h",
    };

    /// <summary>How long ago or ahead, in its largest part.</summary>
    public static string Relative(DateTimeOffset time, DateTimeOffset now)
    {
        var span = now - time;
        var part = span.Duration() switch
        {
            { TotalSeconds: < 5 } => "",
            { TotalMinutes: < 1 } few => $"{few.Seconds} s",
            { TotalHours: < 1 } some => $"{some.Minutes} min",
            { TotalDays: < 1 } some => $"{some.Hours} h",
            var many => $"{many.Days} d",
        };
        return part.Length == 0 ? "just now" : span < TimeSpan.Zero ? "in " + part : part + " ago";
    }

    /// <summary>The exact time with its date and zone: a page may be printed, or lie open overnight.</summary>
    public static string Exact(DateTimeOffset time) => Format(time, "yyyy-MM-dd HH:mm:ss 'UTC'");

    public static string Iso(DateTimeOffset time) => Format(time, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'");

    private static string Format(DateTimeOffset time, string format)
        => time.UtcDateTime.ToString(format, System.Globalization.CultureInfo.InvariantCulture);
}
