using System.Diagnostics.CodeAnalysis;

namespace Reelway.Frame.Schedules;

/// <summary>When a schedule is due: its slots, which depend on nothing but time, so that every process finds the same ones.</summary>
internal abstract class ScheduleRule
{
    /// <summary>How a rule is written, for messages.</summary>
    public const string Forms = "every 5m, daily 03:30 Europe/Prague, cron 30 2 * * 0 Europe/Prague or off";

    /// <summary>The rule as settings and lists write it. Two rules are the same when their texts are.</summary>
    public abstract string Text { get; }

    /// <summary>The first slot after a time, in UTC; null when there is none any more.</summary>
    public abstract DateTimeOffset? Next(DateTimeOffset after);

    /// <summary>The slots after a time, one after the other.</summary>
    public IEnumerable<DateTimeOffset> After(DateTimeOffset time)
    {
        for (var slot = Next(time); slot is { } found; slot = Next(found))
        {
            yield return found;
        }
    }

    /// <summary>Reads a rule.</summary>
    /// <param name="problem">What is wrong with the text, as the end of a sentence that begins with its name.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out ScheduleRule? rule, [NotNullWhen(false)] out string? problem)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        try
        {
            rule = words switch
            {
                ["every", .. var length] => Every.Parse(string.Concat(length)),
                ["daily", var time] => Daily.Parse(time, ScheduleZone.Utc),
                ["daily", var time, var zone] => Daily.Parse(time, zone),
                ["cron", .. var fields] => Cron.Parse(fields),
                _ => throw new FormatException($"is not a time to run at; write {Forms}."),
            };
            problem = null;
            return true;
        }
        catch (FormatException wrong)
        {
            (rule, problem) = (null, wrong.Message);
            return false;
        }
    }
}
