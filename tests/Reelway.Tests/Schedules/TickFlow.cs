using Reelway.Engine;
using Reelway.Frame.Schedules;

namespace Reelway.Tests.Schedules;

/// <summary>Waits until it is told to end.</summary>
[Flow("test.tick")]
internal sealed class TickFlow : IFlow<ScheduledSlot, string>
{
    public async Task<string> RunAsync(ScheduledSlot input, IRun run)
    {
        await run.WaitForAsync<string>("end", TimeSpan.FromDays(3000));
        return Schedule.Shown(input.At);
    }
}
