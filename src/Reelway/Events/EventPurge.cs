using Reelway.Frame.Configuration;
using Reelway.Storage;

namespace Reelway.Events;

/// <summary>Removes old events that everybody has had: at the process's start, and every hour from then on.</summary>
internal sealed class EventPurge(IEnumerable<IAgeing> ageing, Current<EventsOptions> current, TimeProvider clock, ILogger<EventPurge> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await PurgeAsync(current.Value.Keep, stoppingToken);
            }
            catch (StorageException unusable)
            {
                log.EventsNotPurged(unusable.Message);
            }

            await Task.Delay(Every, clock, stoppingToken);
        }
    }

    private async Task PurgeAsync(TimeSpan age, CancellationToken cancellation)
    {
        var purged = 0;
        foreach (var kept in age > TimeSpan.Zero ? ageing : [])
        {
            purged += await kept.PurgeAsync(age, cancellation);
        }

        if (purged > 0)
        {
            log.EventsPurged(purged);
        }
    }
}
