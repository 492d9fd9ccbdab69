using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Reelway.Engine.Stores;
using Reelway.Storage;

namespace Reelway.Engine.Workers;

/// <summary>Tells at the start which open runs neither this process nor another living one can execute: the code that started them is gone.</summary>
internal sealed class UnservedRuns(WorkerStore workers, ILogger<UnservedRuns> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var served = (await workers.ListAsync(stoppingToken)).SelectMany(worker => worker.Flows).ToHashSet();
            foreach (var flow in (await workers.OpenFlowsAsync(stoppingToken)).Where(flow => !served.Contains($"{flow.Flow}:{flow.Version}")))
            {
                log.NobodyExecutes(flow.Count, flow.Flow, flow.Version);
            }
        }
        catch (StorageException unreadable)
        {
            log.NotLookedUp(unreadable.Message);
        }
    }
}
