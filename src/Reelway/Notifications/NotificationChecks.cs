using Reelway.Connectors.Aws;
using Reelway.Connectors.Mail;
using Reelway.Engine;
using Reelway.Events;
using Reelway.Facts;
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
            yield return ConnectionFinding.Of<AwsEvents>(
                settings, "notifications.eventbridge", its.Eventbridge.Connection, $"{its.Eventbridge.Rules.Count} types of events are put on the bus {its.Eventbridge.Bus ?? "default"}");
        }

        if (its.Enabled && its.Mails.Count + its.Recipients.Critical.Count > 0)
        {
            yield return ConnectionFinding.Of<IMailer>(settings, "notifications.mail_connection", its.MailConnection, "events are mailed");
        }

        foreach (var rule in its.Mails.Where(rule => its.Recipients.Of(rule.To).Count == 0).DistinctBy(rule => rule.To))
        {
            var group = SettingNames.FromProperty($"{rule.To}");
            yield return Finding.Warn($"notifications.recipients.{group}", $"Nobody is in the group that {rule.Type} is mailed to.", $"Set notifications.recipients.{group}.");
        }
    }

    /// <summary>Writes each text that a rule names, about an example of the rule's events.</summary>
    public static async Task<IEnumerable<Finding>> TextsAsync(NotificationsOptions its, CancellationToken cancellation)
    {
        var findings = new List<Finding>();
        var rules = its.Mails.Where(rule => !string.IsNullOrWhiteSpace(rule.Template)).DistinctBy(rule => (rule.Type, rule.Template)).ToList();
        foreach (var rule in rules)
        {
            try
            {
                EventMail.Write(await MailTemplates.ReadAsync(its.TemplatesPath, rule.Template, cancellation), [RecordedEvent.ExampleOf(EventType.Find(rule.Type)!, rule.Type, DateTimeOffset.UnixEpoch)], more: 0);
            }
            catch (FaultException problem)
            {
                findings.Add(Finding.Fail(MailTemplates.Setting, problem.Message, $"Until then nobody is mailed of {rule.Type}."));
            }
        }

        return findings.Count == 0 && rules.Count > 0 ? [Finding.Ok(MailTemplates.Setting, $"every text of {its.TemplatesPath} that a rule names was written about an example")] : findings.DistinctBy(finding => finding.Detail);
    }
}
