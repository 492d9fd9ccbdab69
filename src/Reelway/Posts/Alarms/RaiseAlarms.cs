using Reelway.Engine;
using Reelway.Frame.Schedules;

namespace Reelway.Posts.Alarms;

/// <summary>Raises an alarm about each dead letter that nobody has looked after for <c>posts.alarm_after</c>, once, and mirrors it to a queue where one is set.</summary>
[Flow("posts.alarm")]
internal sealed class RaiseAlarms(PostAlarms alarms) : IFlow<ScheduledSlot, RaisedAlarms>
{
    /// <inheritdoc/>
    public async Task<RaisedAlarms> RunAsync(ScheduledSlot input, IRun run)
    {
        var raised = await run.StepAsync("raise", step => alarms.RaiseAsync(step));
        if (raised.Count > 0)
        {
            await run.StepAsync("mirror", step => alarms.MirrorAsync(raised, step));
        }

        return new RaisedAlarms(raised.Count);
    }
}

/// <summary>How many alarms were raised.</summary>
internal sealed record RaisedAlarms(int Raised);

/// <summary>A dead letter that an alarm is raised about.</summary>
/// <param name="Since">When it became one, UTC.</param>
internal sealed record DeadLetter(string Run, string? Post, string? Reference, string Reason, DateTimeOffset Since);
