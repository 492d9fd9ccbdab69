using Reelway.Engine;
using Reelway.Events;
using Reelway.Frame.Configuration;

namespace Reelway.Notifications;

/// <summary>Mails as a subscriber of events, while somebody is to get some.</summary>
internal sealed class MailSubscription(Live<NotificationsOptions> live, EventStore events) : SettingsSubscription(events)
{
    /// <inheritdoc/>
    protected override Subscription? Current()
    {
        var its = live.Value;
        IReadOnlyList<string> types = [.. its.Mails.Select(rule => rule.Type).Concat(its.Recipients.Critical.Count > 0 ? MailCause.Types : []).Distinct()];
        return types.Count == 0
            ? null
            : new Subscription("mails", types, (told, key) => RunStart.Of(MailEvent.Flow, key, told)) { AtMost = MailEvent.MostOpen };
    }
}
