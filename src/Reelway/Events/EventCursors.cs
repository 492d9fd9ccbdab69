namespace Reelway.Events;

/// <summary>Gives the program's own subscribers their cursors before anything works that could record an event for them.</summary>
internal sealed class EventCursors(EventStore store, IEnumerable<Subscription> subscriptions) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => store.AddCursorsAsync([.. subscriptions.Select(one => one.Name)], cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
