using Reelway.Engine;
using Reelway.Events;
using Reelway.Facts;
using Reelway.Frame.Configuration;

namespace Reelway.Notifications;

/// <summary>The bus as a subscriber of events, while there are rules.</summary>
internal sealed class EventBridgeSubscription(Live<NotificationsOptions> live, EventStore events) : ISubscriptions
{
    /// <summary>Its name among the subscribers.</summary>
    public const string Name = "eventbridge";

    private volatile bool _hasCursor;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Subscription>> CurrentAsync(CancellationToken cancellation)
    {
        var rules = live.Value.Eventbridge.Rules;
        if (rules.Count == 0)
        {
            _hasCursor = false;
            return [];
        }

        if (!_hasCursor)
        {
            await events.AddCursorsAsync([Name], cancellation);
            _hasCursor = true;
        }

        return
        [
            new Subscription(Name, [.. rules.Select(rule => rule.Type)], (told, key) => RunStart.Of(PutEvent.Flow, key, told)) { AtMost = PutEvent.MostOpen, Wants = IsOfOthers },
        ];
    }

    // Its own failures would be put on the bus that fails, and so on.
    private static bool IsOfOthers(RecordedEvent told)
        => told.Type != RunFailed.Type && told.Type != RunNeedsPerson.Type || told.Data.GetProperty("flow").GetString() != PutEvent.Flow;
}
