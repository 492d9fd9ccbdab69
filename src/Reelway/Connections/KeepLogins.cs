using Reelway.Engine;
using Reelway.Frame.Schedules;

namespace Reelway.Connections;

/// <summary>Looks at the connections that people log in to, each of them once a day.</summary>
[Flow("connections.keep")]
internal sealed class KeepLogins(ConnectionKeeper keeper) : IFlow<ScheduledSlot, KeptLogins>
{
    /// <inheritdoc/>
    public async Task<KeptLogins> RunAsync(ScheduledSlot input, IRun run)
        => new(await run.StepAsync("look", step => keeper.LookAsync(step.Cancellation)));
}

/// <summary>What was looked at.</summary>
/// <param name="Connections">Names of the connections that were due.</param>
internal sealed record KeptLogins(IReadOnlyList<string> Connections);
