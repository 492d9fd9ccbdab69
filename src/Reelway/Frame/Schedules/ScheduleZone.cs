namespace Reelway.Frame.Schedules;

/// <summary>Time zones by the names of the tz database, from the one source that the runtime has.</summary>
internal static class ScheduleZone
{
    /// <summary>The zone of rules that name none.</summary>
    public const string Utc = "UTC";

    /// <summary>The zone of that name. A name that is unknown never becomes UTC.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static TimeZoneInfo Of(string name)
        // The name becomes part of a path.
        => name.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+') && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            ? zone
            : throw new FormatException($"names the time zone \"{ShownText.Name(name)}\", which this machine does not know; write one like Europe/Prague, or install tzdata.");
}
