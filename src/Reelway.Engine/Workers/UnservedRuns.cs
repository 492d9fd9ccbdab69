using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Reelway.Storage;

namespace Reelway.Engine.Workers;

/// <summary>Tells at the start which open runs neither this process nor another living one can execute: the code that started them is gone.</summary>
internal sealed class UnservedRuns(IDatabase database, IRuns runs, ILogger<UnservedRuns> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var served = (await runs.WorkersAsync(stoppingToken)).SelectMany(worker => worker.Flows).ToHashSet();
            var open = await database.ReadAsync(
                session => session.QueryAsync<OpenFlow>("SELECT flow, flow_version AS Version, COUNT(*) AS Count FROM run WHERE state < 4 GROUP BY flow, flow_version"),
                stoppingToken);
            foreach (var flow in open.Where(flow => !served.Contains($"{flow.Flow}:{flow.Version}")))
            {
                log.NobodyExecutes(flow.Count, flow.Flow, (int)flow.Version);
            }
        }
        catch (StorageException unreadable)
        {
            log.NotLookedUp(unreadable.Message);
        }
    }

    private sealed class OpenFlow
    {
        public string Flow { get; init; } = "";

        public long Version { get; init; }

        public long Count { get; init; }
    }
}
