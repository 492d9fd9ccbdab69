using System.Reflection;
using Reelway.Engine;
using Reelway.Frame.Configuration;

namespace Reelway.Frame.Schedules;

/// <summary>The schedules that the parts declare. Settings may change when each is due.</summary>
/// <param name="settings">For schedules that depend on them.</param>
internal sealed class ScheduleBook(Settings settings)
{
    private readonly Dictionary<string, Schedule> _all = new(StringComparer.Ordinal);

    /// <summary>The configuration as it was at the start.</summary>
    public Settings Settings => settings;

    /// <summary>As they are declared, in that order.</summary>
    public IReadOnlyCollection<Schedule> All => _all.Values;

    /// <summary>Declares a schedule.</summary>
    /// <typeparam name="TFlow">The flow, which takes a <see cref="ScheduledSlot"/>.</typeparam>
    /// <param name="off">Why it is off, as a sentence, when it is.</param>
    public void Add<TFlow>(
        string name, string text, ScheduleRule rule, Overlap overlap = Overlap.Skip, CatchUp? catchUp = null, TimeSpan jitter = default, string? off = null)
        where TFlow : class
    {
        var flow = typeof(TFlow).GetCustomAttribute<FlowAttribute>()?.Name;
        var takesSlots = typeof(TFlow).GetInterfaces().Any(one =>
            one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IFlow<,>) && one.GetGenericArguments()[0] == typeof(ScheduledSlot));
        if (flow is null || !takesSlots)
        {
            throw new ArgumentException($"{typeof(TFlow).Name} is not a flow of scheduled slots, so \"{name}\" can't start it.", nameof(name));
        }

        var schedule = new Schedule(name, flow, text, off is null ? rule : null, overlap, catchUp ?? CatchUp.One, jitter, off);
        if (ProblemOf(schedule) is { } problem)
        {
            throw new ArgumentException($"Schedule \"{name}\" {problem}", nameof(catchUp));
        }

        _all.Add(name, schedule);
    }

    /// <summary>Why these can't go together, as the end of a sentence that begins with the schedule's name; null when they can.</summary>
    public static string? ProblemOf(Schedule schedule)
        => schedule is { Overlap: Overlap.Skip, CatchUp.AtMost: > 1 }
            ? "catches up more than one slot, of which all but the first would be left out as long as that is at work; let its slots queue, or catch up one."
            : null;
}
