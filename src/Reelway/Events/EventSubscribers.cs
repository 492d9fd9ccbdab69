namespace Reelway.Events;

/// <summary>Who gets events, and who once did.</summary>
internal sealed class EventSubscribers(EventStore store, IEnumerable<Subscription> fixedOnes, IEnumerable<ISubscriptions> changing)
{
    /// <summary>Those that take events now.</summary>
    public async Task<IReadOnlyList<Subscription>> CurrentAsync(CancellationToken cancellation)
    {
        var current = fixedOnes.ToList();
        foreach (var source in changing)
        {
            current.AddRange(await source.CurrentAsync(cancellation));
        }

        return current;
    }

    /// <summary>All that have a cursor, by name.</summary>
    public async Task<IReadOnlyList<SubscriberItem>> ListAsync(CancellationToken cancellation)
    {
        var current = (await CurrentAsync(cancellation)).Select(one => one.Name).ToHashSet(StringComparer.Ordinal);
        return [.. (await store.CursorsAsync(cancellation)).Select(
            cursor => new SubscriberItem(cursor.Subscriber, cursor.Position, cursor.Ahead, cursor.Taken, current.Contains(cursor.Subscriber)))];
    }
}
