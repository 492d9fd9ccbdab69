using System.Diagnostics.Metrics;
using Reelway.Engine;
using Reelway.Frame.Metrics;

namespace Reelway.Events;

/// <summary>Gauges of how far events are behind, by subscriber, and of what holds them back.</summary>
internal sealed class EventGauges : IStoreGauges
{
    private readonly SharedLook<EventLags> _look;

    public EventGauges(EventStore store, TimeProvider clock, IMeterFactory meters, ILogger<EventGauges> log)
    {
        _look = new SharedLook<EventLags>(() => store.LagsAsync(CancellationToken.None), EventLags.None, clock, failure => log.LagsUnreadable(failure.Message));
        var meter = meters.Create(MetricsApi.EventsMeter);
        meter.CreateObservableGauge(
            "reelway.event.behind", () => _look.Seen.Subscribers.Select(one => new Measurement<double>(one.BehindMs / 1000.0, new KeyValuePair<string, object?>("subscriber", one.Subscriber))), "s",
            "How long ago the oldest event was recorded that a subscriber is not done with.");
        meter.CreateObservableGauge(
            "reelway.event.held_back", () => _look.Seen.HeldBackMs is { } held ? [new Measurement<double>(held / 1000.0)] : Array.Empty<Measurement<double>>(), "s",
            "Age of the oldest transaction of the server that writes: newer events wait for its end (PostgreSQL).");
    }

    /// <inheritdoc/>
    public Task RefreshAsync(CancellationToken cancellation) => _look.RefreshAsync(cancellation);
}

/// <summary>How far events are behind.</summary>
/// <param name="HeldBackMs">Null: nothing can hold events back.</param>
internal sealed record EventLags(IReadOnlyList<EventLag> Subscribers, long? HeldBackMs)
{
    /// <summary>Nothing is known.</summary>
    public static EventLags None { get; } = new([], HeldBackMs: null);
}

/// <summary>How long ago the oldest event was recorded that a subscriber is not done with; 0: it is done with all.</summary>
internal sealed record EventLag(string Subscriber, long BehindMs);
