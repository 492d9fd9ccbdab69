using Reelway.Frame.Configuration;
using Reelway.Frame.Schedules;

namespace Reelway.Schedules;

/// <summary>The schedules as they hold now: as the parts declare them, with what the settings change.</summary>
internal sealed class ScheduleTable(ScheduleBook book, Live<SchedulesOptions> options, ILogger<ScheduleTable> log)
{
    private readonly Lock _gate = new();
    private SchedulesOptions? _read;
    private Dictionary<string, Schedule> _now = [];

    /// <summary>All of them by name; the same dictionary until settings change it.</summary>
    public IReadOnlyDictionary<string, Schedule> Now
    {
        get
        {
            lock (_gate)
            {
                var current = options.Value;
                if (_read != current)
                {
                    (_read, _now) = (current, book.All.Select(declared => Changed(declared, current)).ToDictionary(schedule => schedule.Name, StringComparer.Ordinal));
                    foreach (var unknown in current.Change.Keys.Where(name => !_now.ContainsKey(name)))
                    {
                        log.UnknownSchedule(Frame.ShownText.Name(unknown), string.Join(", ", _now.Keys));
                    }
                }

                return _now;
            }
        }
    }

    private Schedule Changed(Schedule declared, SchedulesOptions current)
    {
        if (!current.Change.TryGetValue(declared.Name, out var change))
        {
            return declared;
        }

        var changed = change.Over(declared);
        if (ScheduleBook.ProblemOf(changed) is { } problem)
        {
            log.ChangeRefused(declared.Name, problem);
            return declared;
        }

        return changed;
    }
}
