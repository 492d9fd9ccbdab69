using System.Globalization;
using Reelway.Engine;
using Reelway.Frame.Configuration;
using Reelway.Frame.Schedules;

namespace Reelway.Events;

/// <summary>Removes events that are older than <c>events.keep</c> and that everybody has had, and what is known of their deliveries.</summary>
[Flow("events.purge")]
internal sealed class PurgeEvents(IEnumerable<IAgeing> ageing, Current<EventsOptions> current) : IFlow<ScheduledSlot, PurgedEvents>
{
    /// <inheritdoc/>
    public async Task<PurgedEvents> RunAsync(ScheduledSlot input, IRun run)
        => new(await run.StepAsync("purge", async step =>
        {
            var purged = 0;
            var age = current.Value.Keep;
            foreach (var kept in age > TimeSpan.Zero ? ageing : [])
            {
                purged += await kept.PurgeAsync(age, step.Cancellation);
            }

            step.Log(RunLogLevel.Info, string.Create(CultureInfo.InvariantCulture, $"{purged} events and deliveries were removed."));
            return purged;
        }));
}

/// <summary>How many events and deliveries were removed.</summary>
internal sealed record PurgedEvents(int Purged);
