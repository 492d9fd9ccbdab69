using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Reelway.Storage;

namespace Reelway.Engine.Telemetry;

/// <summary>Gauges of what the database holds of runs.</summary>
internal sealed class StoreGauges : IStoreGauges
{
    /// <summary>Ready runs counted of each queue: a gauge that shows this many stands for as many or more.</summary>
    public const long CountLimit = 100_000;

    private readonly SharedLook<StoreLevels> _look;
    private readonly Lock _gate = new();
    private readonly HashSet<string> _seenQueues = [];

    public StoreGauges(IDatabase database, IDoorbell doorbell, TimeProvider clock, IMeterFactory meters, ILogger<StoreGauges> log)
    {
        _look = new SharedLook<StoreLevels>(
            () => database.ReadAsync(session => StoreLevelReader.ReadAsync(session, database.NowMs), CancellationToken.None), StoreLevels.None, clock,
            failure => log.GaugesUnreadable(failure.Message));
        var meter = meters.Create(EngineTelemetry.StoreMeterName);
        meter.CreateObservableGauge("reelway.queue.depth", () => Queues(queue => queue.Depth), "{run}", "Ready runs, by queue.");
        meter.CreateObservableGauge(
            "reelway.queue.age", () => Queues(queue => queue.NextAgeMs / 1000.0), "s", "How long the run that is next in line has been ready, by queue.");
        meter.CreateObservableGauge(
            "reelway.runs", () => Levels.Runs.Select(runs => new Measurement<long>(runs.Count, Tag("state", runs.State.Name()))), "{run}", "Runs that have not ended, by state.");
        meter.CreateObservableGauge(
            "reelway.slots.used", () => Levels.Slots.Select(slot => new Measurement<long>(slot.Count, Tag("resource", slot.Resource))), "{slot}", "Places taken of limited resources.");
        meter.CreateObservableGauge(
            "reelway.timer.overdue", () => One(Levels.OverdueMs), "s", "How long the earliest due run has been waiting to be woken.");
        meter.CreateObservableGauge(
            "reelway.database.oldest_transaction", () => One(Levels.OldestTransactionMs), "s", "Age of the database's oldest open transaction (PostgreSQL).");
        meter.CreateObservableGauge(
            "reelway.doorbell.parked", () => doorbell.SetAside is { } parked ? [new Measurement<long>(parked)] : Array.Empty<Measurement<long>>(), "{message}", "Messages in the broker that no process could read (RabbitMQ).");
    }

    private StoreLevels Levels => _look.Seen;

    /// <inheritdoc/>
    public Task RefreshAsync(CancellationToken cancellation) => _look.RefreshAsync(cancellation);

    // A queue that was emptied shows 0 and not its last depth for ever.
    private IEnumerable<Measurement<T>> Queues<T>(Func<QueueLevel, T> value)
        where T : struct
    {
        var levels = Levels;
        if (levels == StoreLevels.None)
        {
            return [];
        }

        lock (_gate)
        {
            _seenQueues.UnionWith(levels.Queues.Select(queue => queue.Queue));
            return [.. _seenQueues.Select(name => new Measurement<T>(
                value(levels.Queues.FirstOrDefault(queue => queue.Queue == name) ?? new QueueLevel(name, 0, 0)), Tag("queue", name)))];
        }
    }

    private static IEnumerable<Measurement<double>> One(long? ms) => ms is { } known ? [new Measurement<double>(known / 1000.0)] : [];

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
