using Reelway.Connectors;
using Reelway.Connectors.Aws;
using Reelway.Connectors.Mail;
using Reelway.Frame.Configuration;
using Reelway.Frame.Doctor;

namespace Reelway.Notifications;

/// <summary>What <c>doctor</c> can say of notifications without a call: whether the connections are there that they go by.</summary>
internal static class NotificationChecks
{
    /// <summary>Nothing where nothing is set.</summary>
    public static IEnumerable<Finding> Look(Settings settings)
    {
        var its = settings.Get<NotificationsOptions>();
        if (its.Eventbridge.Rules.Count > 0)
        {
            yield return Connection<AwsEvents>(
                settings, "notifications.eventbridge", its.Eventbridge.Connection, $"{its.Eventbridge.Rules.Count} types of events are put on the bus {its.Eventbridge.Bus ?? "default"}");
        }

        if (its.Enabled && its.Mails.Count + its.Recipients.Critical.Count > 0)
        {
            yield return Connection<IMailer>(settings, "notifications.mail_connection", its.MailConnection, "events are mailed");
        }

        foreach (var rule in its.Mails.Where(rule => its.Recipients.Of(rule.To).Count == 0).DistinctBy(rule => rule.To))
        {
            var group = SettingNames.FromProperty($"{rule.To}");
            yield return Finding.Warn($"notifications.recipients.{group}", $"Nobody is in the group that {rule.Type} is mailed to.", $"Set notifications.recipients.{group}.");
        }
    }

    private static Finding Connection<TClient>(Settings settings, string setting, string name, string use)
    {
        var connectors = ConnectorCatalog.ThatMake<TClient>();
        return settings.Connections.Any(connection => connection.Name == name && connectors.Contains(connection.Connector))
            ? Finding.Ok(setting, $"{use} by connection {name}")
            : Finding.Fail(setting, $"There is no connection \"{name}\" of the connector {string.Join(" or ", connectors)}.", $"Set connections.{name}, or name another one in {setting}.");
    }
}
