namespace Reelway.Posts;

/// <summary>Times as clocks on the wall show them, and the instants that they are.</summary>
internal static class WallTime
{
    // No zone has a longer gap.
    private static readonly TimeSpan LongestGap = TimeSpan.FromDays(1);

    /// <summary>The instant of a time on the wall: the first of two where the clock is set back, and the end of the gap for one that it leaves out.</summary>
    public static DateTimeOffset At(DateTime local, TimeZoneInfo zone)
    {
        var time = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(time))
        {
            time = EndOfGap(time, zone);
        }

        var offset = zone.IsAmbiguousTime(time) ? zone.GetAmbiguousTimeOffsets(time).Max() : zone.GetUtcOffset(time);
        return new DateTimeOffset(time, offset).ToUniversalTime();
    }

    /// <summary>True for a time that the clock leaves out.</summary>
    public static bool IsInGap(DateTime local, TimeZoneInfo zone) => zone.IsInvalidTime(DateTime.SpecifyKind(local, DateTimeKind.Unspecified));

    // Gaps end on whole minutes.
    private static DateTime EndOfGap(DateTime time, TimeZoneInfo zone)
    {
        var minute = new DateTime(time.Ticks - (time.Ticks % TimeSpan.TicksPerMinute), DateTimeKind.Unspecified);
        for (var at = minute.AddMinutes(1); at - minute <= LongestGap; at = at.AddMinutes(1))
        {
            if (!zone.IsInvalidTime(at))
            {
                return at;
            }
        }

        throw new InvalidOperationException($"{zone.Id} has no time after {time:O}.");
    }
}
