using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Reelway.Engine.Stores;
using Reelway.Storage;

namespace Reelway.Engine.Execution;

/// <summary>Archives runs by itself, when that is switched on: at the process's start, and every hour from then on.</summary>
/// <remarks>Any number of processes may do it at once; each takes what no other is at.</remarks>
internal sealed class Archiving(RunStore store, EngineOptions options, TimeProvider clock, ILogger<Archiving> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (options.ArchiveAfter > TimeSpan.Zero)
        {
            try
            {
                var archived = await store.ArchiveAsync(options.ArchiveAfter, stoppingToken);
                if (archived > 0)
                {
                    log.Archived(archived);
                }
            }
            catch (StorageException unusable)
            {
                log.NotArchived(unusable.Message);
            }

            await Task.Delay(Every, clock, stoppingToken);
        }
    }
}
