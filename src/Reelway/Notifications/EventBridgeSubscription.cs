using Reelway.Engine;
using Reelway.Events;
using Reelway.Facts;
using Reelway.Frame.Configuration;

namespace Reelway.Notifications;

/// <summary>The bus as a subscriber of events, while there are rules.</summary>
internal sealed class EventBridgeSubscription(Live<NotificationsOptions> live, EventStore events) : SettingsSubscription(events)
{
    /// <inheritdoc/>
    protected override Subscription? Current()
        => live.Value.Eventbridge.Rules is { Count: > 0 } rules
            ? new Subscription("eventbridge", [.. rules.Select(rule => rule.Type)], (told, key) => RunStart.Of(PutEvent.Flow, key, told)) { AtMost = PutEvent.MostOpen, Wants = IsOfOthers }
            : null;

    // Its own failures would be put on the bus that fails, and so on.
    private static bool IsOfOthers(RecordedEvent told)
        => told.Type != RunFailed.Type && told.Type != RunNeedsPerson.Type || told.Data.GetProperty("flow").GetString() != PutEvent.Flow;
}
