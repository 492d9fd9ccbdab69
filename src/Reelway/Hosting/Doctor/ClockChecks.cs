using System.Globalization;
using Reelway.Frame.Doctor;

namespace Reelway.Hosting.Doctor;

/// <summary>Looks at the clock and the time zone: whom others trust, and what is scheduled, depends on both.</summary>
internal static class ClockChecks
{
    private const string ZoneVariable = "TZ";

    // A zone that every complete time zone database has.
    private const string SampleZone = "Europe/Prague";

    /// <summary>The clock; one that stands before the program was built is wrong for certain.</summary>
    public static Finding Clock(TimeProvider clock, DateTime builtUtc)
    {
        var now = clock.GetUtcNow();
        return now.UtcDateTime < builtUtc.AddDays(-1)
            ? Finding.Fail("clock", $"It is {now:u}, before this program was built ({builtUtc:u}).", "Set the clock, and let NTP keep it.")
            : Finding.Ok("clock", now.ToString("u", CultureInfo.InvariantCulture));
    }

    /// <summary>The time zone.</summary>
    public static Finding Zone(TimeProvider clock, IReadOnlyDictionary<string, string> variables)
    {
        const string Name = "time zone";
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(SampleZone, out _))
        {
            return Finding.Fail(Name, "The machine has no time zone database.", "Install it (Debian, Ubuntu: apt-get install tzdata).");
        }

        // The runtime takes UTC in place of a zone that it can't find, and says nothing.
        return variables.GetValueOrDefault(ZoneVariable) is { Length: > 0 } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone.TrimStart(':'), out _)
            ? Finding.Warn(Name, $"The variable {ZoneVariable} names \"{zone}\", which is not a time zone of this machine, so times are UTC.", $"Set {ZoneVariable} to a name such as {SampleZone}.")
            : Finding.Ok(Name, string.Create(CultureInfo.InvariantCulture, $"{clock.LocalTimeZone.Id}, {Offset(clock):+0.##;-0.##;+0} h from UTC"));
    }

    private static double Offset(TimeProvider clock) => clock.LocalTimeZone.GetUtcOffset(clock.GetUtcNow()).TotalHours;
}
