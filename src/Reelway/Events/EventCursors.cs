namespace Reelway.Events;

/// <summary>Gives the program's own subscribers their cursors before anything works that could record an event for them.</summary>
internal sealed class EventCursors(EventStore store, IEnumerable<Subscription> subscriptions, IEnumerable<ISubscriptions> changing) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await store.AddCursorsAsync([.. subscriptions.Select(one => one.Name)], cancellationToken);
        foreach (var source in changing)
        {
            // Whoever is current has a cursor.
            await source.CurrentAsync(cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
