namespace Reelway.Events;

/// <summary>A subscriber that is there while settings, which may change, ask for it.</summary>
/// <remarks>Its cursor is made when it is first seen; while it is not there the cursor stands still.</remarks>
internal abstract class SettingsSubscription(EventStore events) : ISubscriptions
{
    private volatile bool _hasCursor;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Subscription>> CurrentAsync(CancellationToken cancellation)
    {
        if (Current() is not { } current)
        {
            // It may be forgotten meanwhile.
            _hasCursor = false;
            return [];
        }

        if (!_hasCursor)
        {
            await events.AddCursorsAsync([current.Name], cancellation);
            _hasCursor = true;
        }

        return [current];
    }

    /// <summary>The subscriber as the settings want it now; null when they want none.</summary>
    protected abstract Subscription? Current();
}
