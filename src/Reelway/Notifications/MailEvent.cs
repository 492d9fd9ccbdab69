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
        await Task.WhenAll(letters.Select(letter => run.MailAsync(
            letter, box: "", step => mails.SendAsync(letter, _ => Task.FromResult<IReadOnlyList<RecordedEvent>>([input]), more: 0, step))));
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
