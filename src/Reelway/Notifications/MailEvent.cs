using Reelway.Connections;
using Reelway.Connectors.Mail;
using Reelway.Engine;
using Reelway.Events;
using Reelway.Frame.Configuration;

namespace Reelway.Notifications;

/// <summary>The flow that mails one event to whoever wants it at once, and leaves it for the digest for whoever does not.</summary>
[Flow(Flow)]
internal sealed class MailEvent(MailStore store, EventMails mails, Current<NotificationsOptions> current) : IFlow<RecordedEvent, MailedEvent>
{
    /// <summary>The flow's name.</summary>
    public const string Flow = "mails.event";

    /// <summary>Most events at once.</summary>
    public const int MostOpen = 16;

    /// <inheritdoc/>
    public async Task<MailedEvent> RunAsync(RecordedEvent input, IRun run)
    {
        var letters = await run.StepAsync("choose", step => ChooseAsync(input, run.Id, step));
        await Task.WhenAll(letters.Select(letter => mails.SendAsync(run, letter, _ => Task.FromResult<IReadOnlyList<RecordedEvent>>([input]), more: 0)));
        return new MailedEvent(letters.Count);
    }

    private async Task<IReadOnlyList<Letter>> ChooseAsync(RecordedEvent told, RunId run, IStep step)
    {
        var its = current.Value;
        if (!its.Enabled)
        {
            step.Log(RunLogLevel.Warning, EventMails.MailsAreOff);
            return [];
        }

        var letters = new List<Letter>();
        foreach (var rule in its.Mails.Where(rule => rule.Type == told.Type))
        {
            if (rule.Send == MailTime.Hourly)
            {
                var box = new MailBox(rule.To, rule.Template).ToString();
                step.Commit(session => MailStore.WaitAsync(session, box, told.Position, called: false));
            }
            else
            {
                letters.AddRange(its.Recipients.Of(rule.To).Select(address => new Letter(address, rule.Template)));
            }
        }

        if (its.Recipients.Critical.Count > 0 && MailCause.Of(told) is { } cause && await store.ClaimAsync(cause, told.Position, run, step.Cancellation))
        {
            letters.AddRange(its.Recipients.Of(MailGroup.Critical).Select(address => new Letter(address, Template: null)));
        }

        // Who is in two groups gets one mail.
        return [.. letters.DistinctBy(letter => letter.To, StringComparer.OrdinalIgnoreCase)];
    }
}

/// <summary>How many got a mail.</summary>
internal sealed record MailedEvent(int Mails);

/// <summary>A mail that is to be written.</summary>
/// <param name="Template">Name of its text; null: the program's own.</param>
internal sealed record Letter(string To, string? Template);

/// <summary>What is mailed together once an hour.</summary>
internal sealed record MailBox(MailGroup Group, string? Template)
{
    /// <summary>Reads what <see cref="ToString"/> has written.</summary>
    public static MailBox Parse(string text)
        => text.Split('/', 2) is [var group, var template] ? new(Enum.Parse<MailGroup>(group), template) : new(Enum.Parse<MailGroup>(text), Template: null);

    /// <inheritdoc/>
    public override string ToString() => Template is null ? $"{Group}" : $"{Group}/{Template}";
}

/// <summary>Writes and sends mails about events, each once: a step of its own, so that a failing address neither stops nor repeats the others.</summary>
internal sealed class EventMails(ConnectionPool connections, Current<NotificationsOptions> current)
{
    /// <summary>What runs say instead of a mail.</summary>
    public const string MailsAreOff = "Not sent: notifications.enabled is false.";

    /// <summary>Sends a mail, as a step of a run.</summary>
    /// <param name="read">Reads the events that it is about.</param>
    /// <param name="box">Tells mails to one address apart.</param>
    public async Task SendAsync(IRun run, Letter letter, Func<CancellationToken, Task<IReadOnlyList<RecordedEvent>>> read, int more, string box = "")
    {
        try
        {
            await run.OnceAsync($"mail:{box}{letter.To}", step => SendAsync(letter, read, more, step));
        }
        catch (FaultException fault)
        {
            run.MarkPartial($"{letter.To} got no mail: {fault.Message}");
        }
    }

    private async Task SendAsync(Letter letter, Func<CancellationToken, Task<IReadOnlyList<RecordedEvent>>> read, int more, IStep step)
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
        await mailer.SendAsync(new OutgoingMail(letter.To, ToName: null, mail.Subject, mail.Text, mail.Html, step.IdempotencyKey), step.Cancellation);
    }
}
