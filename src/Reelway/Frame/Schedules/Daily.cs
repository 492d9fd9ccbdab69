using System.Globalization;

namespace Reelway.Frame.Schedules;

/// <summary>Once a day at a time of a zone: also on a day on which that time is skipped (at the end of the gap), or comes twice (at the first).</summary>
internal sealed class Daily : Cron
{
    private Daily(TimeOnly time, string zone)
        : base($"{time.Minute} {time.Hour} * * *", zone, $"daily {time.ToString("HH:mm", CultureInfo.InvariantCulture)} {zone}")
    {
    }

    /// <summary>At a time of a zone's day.</summary>
    public static Daily At(int hour, int minute, string zone) => new(new TimeOnly(hour, minute), zone);

    /// <summary>Reads the time.</summary>
    /// <exception cref="FormatException">It is none, or there is no such zone.</exception>
    public static Daily Parse(string time, string zone)
        => TimeOnly.TryParseExact(time, ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var read)
            ? new Daily(read, zone)
            : throw new FormatException("must name a time of day, such as daily 03:30 Europe/Prague.");
}
