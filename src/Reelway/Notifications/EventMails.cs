using Reelway.Connections;
using Reelway.Connectors.Mail;
using Reelway.Engine;
using Reelway.Events;
using Reelway.Frame.Configuration;

namespace Reelway.Notifications;

/// <summary>Writes and sends mails about events.</summary>
internal sealed class EventMails(ConnectionPool connections, Current<NotificationsOptions> current)
{
    /// <summary>What runs say instead of a mail.</summary>
    public const string MailsAreOff = "Not sent: notifications.enabled is false.";

    /// <summary>The body of the step that sends a mail.</summary>
    /// <param name="read">Reads the events that it is about.</param>
    /// <param name="more">How many there are besides.</param>
    public async Task SendAsync(Letter letter, Func<CancellationToken, Task<IReadOnlyList<RecordedEvent>>> read, int more, IStep step)
    {
        var its = current.Value;
        if (!its.Enabled)
        {
            step.Log(RunLogLevel.Warning, MailsAreOff);
            return;
        }

        var mailer = await connections.UseAsync<IMailer>(step, its.MailConnection);
        var events = await read(step.Cancellation);
        if (events.Count == 0)
        {
            step.Log(RunLogLevel.Warning, "The events are no longer kept (events.keep), so there is nothing to send.");
            return;
        }

        var mail = EventMail.Write(await MailTemplates.ReadAsync(its.TemplatesPath, letter.Template, step.Cancellation), events, more);
        await mailer.SendAsync(new OutgoingMail(letter.To, ToName: null, mail.Subject, mail.Text, mail.Html, step.IdempotencyKey) { IsNotice = true }, step.Cancellation);
    }
}

/// <summary>How flows send mails.</summary>
internal static class MailSteps
{
    /// <summary>How the names of these steps begin.</summary>
    public const string Prefix = "mail:";

    /// <summary>Sends a mail once, in a step of its own, so that a failing address neither stops nor repeats the others.</summary>
    /// <param name="box">Tells mails to one address apart.</param>
    public static async Task MailAsync(this IRun run, Letter letter, string box, Func<IStep, Task> send)
    {
        try
        {
            await run.OnceAsync($"{Prefix}{box}{letter.To}", send);
        }
        catch (FaultException fault)
        {
            run.MarkPartial($"{letter.To} got no mail: {fault.Message}");
        }
    }
}
