using Reelway.Configuration;

namespace Reelway.Frame.Schedules;

/// <summary>Again and again after the same time, counted in UTC from 1970: every 5 minutes means :00, :05, :10. Clock changes move nothing.</summary>
internal sealed class Every : ScheduleRule
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    private readonly TimeSpan _length;

    private Every(TimeSpan length)
    {
        if (length < Shortest || length > Longest || length.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            throw new FormatException($"must be every 1s to every {Longest.Days}d, in whole seconds.");
        }

        _length = length;
    }

    /// <inheritdoc/>
    public override string Text => $"every {Durations.Format(_length)}";

    /// <summary>Every so many minutes.</summary>
    public static Every Minutes(int minutes) => new(TimeSpan.FromMinutes(minutes));

    /// <summary>Every so long.</summary>
    /// <exception cref="FormatException">It is too short or too long.</exception>
    public static Every Length(TimeSpan length) => new(length);

    /// <summary>Every so many hours.</summary>
    public static Every Hours(int hours) => new(TimeSpan.FromHours(hours));

    /// <summary>Reads the length.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static Every Parse(string length)
        => Durations.TryParse(length, out var read) ? new Every(read) : throw new FormatException("must name a duration, such as every 5m.");

    /// <inheritdoc/>
    public override DateTimeOffset? Next(DateTimeOffset after)
    {
        var since = after.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;
        var next = DateTimeOffset.UnixEpoch.Ticks + (((since / _length.Ticks) + 1) * _length.Ticks);
        return next > DateTimeOffset.MaxValue.Ticks ? null : new DateTimeOffset(next, TimeSpan.Zero);
    }
}
