using Cronos;

namespace Reelway.Frame.Schedules;

/// <summary>
/// By a cron text of five fields, in a zone's time. Day and weekday must both match. Where clocks go forward, a time that is skipped falls to the end
/// of the gap; where they go back, a time of day is due once, at its first occurrence, and what repeats within the hour (<c>*</c>, <c>*/10</c>) goes on.
/// </summary>
internal class Cron : ScheduleRule
{
    private const int Fields = 5;

    private readonly CronExpression _expression;
    private readonly TimeZoneInfo _zone;

    /// <exception cref="FormatException">The text is none, it never fires, or there is no such zone.</exception>
    public Cron(string fields, string zone)
        : this(fields, zone, $"cron {fields} {zone}")
    {
    }

    private protected Cron(string fields, string zone, string text)
    {
        _zone = ScheduleZone.Of(zone);
        try
        {
            _expression = CronExpression.Parse(fields, CronFormat.Standard);
        }
        catch (CronFormatException wrong)
        {
            throw new FormatException($"is not a cron text (minute, hour, day, month, weekday): {wrong.Message.Replace("CRON expression: ", "", StringComparison.OrdinalIgnoreCase).TrimEnd('.')}.", wrong);
        }

        Text = text;
        if (Next(DateTimeOffset.UnixEpoch) is null)
        {
            throw new FormatException("never fires: no day matches all of its fields.");
        }
    }

    /// <inheritdoc/>
    public override string Text { get; }

    /// <summary>Reads five fields, and a zone behind them or none, for UTC.</summary>
    /// <exception cref="FormatException">They are none.</exception>
    public static Cron Parse(IReadOnlyList<string> words) => words.Count switch
    {
        Fields => new Cron(string.Join(' ', words), ScheduleZone.Utc),
        Fields + 1 => new Cron(string.Join(' ', words.Take(Fields)), words[Fields]),
        _ => throw new FormatException("must have five fields (minute, hour, day, month, weekday) and then a time zone, such as cron 30 2 * * 0 Europe/Prague."),
    };

    /// <inheritdoc/>
    public override DateTimeOffset? Next(DateTimeOffset after) => _expression.GetNextOccurrence(after.UtcDateTime, _zone) is { } next ? new DateTimeOffset(next, TimeSpan.Zero) : null;
}
