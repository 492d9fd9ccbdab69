using Reelway.Engine;
using Reelway.Events;
using Reelway.Frame.Configuration;
using Reelway.Frame.Schedules;

namespace Reelway.Notifications;

/// <summary>The flow that mails what has waited: for whoever wants a mail an hour, and of causes about which a mail had gone out already.</summary>
[Flow(Flow)]
internal sealed class MailDigest(MailStore store, EventStore events, IRuns runs, EventMails mails, Current<NotificationsOptions> current) : IFlow<ScheduledSlot, MailedEvent>
{
    /// <summary>The flow's name.</summary>
    public const string Flow = "mails.digest";

    private const string Calls = "on call";

    /// <inheritdoc/>
    public async Task<MailedEvent> RunAsync(ScheduledSlot input, IRun run)
    {
        var digests = await run.StepAsync("collect", step => CollectAsync(run.Id, step));
        var letters = digests.SelectMany(digest => digest.To.Select(address => (digest, letter: new Letter(address, digest.Template)))).ToList();
        await Task.WhenAll(letters.Select(one => run.MailAsync(
            one.letter, $"{one.digest.Box}:", step => mails.SendAsync(one.letter, cancellation => events.ReadAsync(one.digest.Positions, cancellation), one.digest.More, step))));
        await run.StepAsync("done", step =>
        {
            step.Commit(session => MailStore.DoneAsync(session, run.Id));
            return Task.CompletedTask;
        });
        return new MailedEvent(letters.Count);
    }

    private async Task<IReadOnlyList<Digest>> CollectAsync(RunId run, IStep step)
    {
        var its = current.Value;
        if (!its.Enabled)
        {
            step.Log(RunLogLevel.Warning, EventMails.MailsAreOff);
            return [];
        }

        var open = await runs.OpenAsync(await store.TakersAsync(step.Cancellation), step.Cancellation);
        var taken = await store.TakeAsync(run, open, step.Cancellation);
        return
        [
            .. taken.GroupBy(one => one.Called == 1 ? Calls : one.Box, StringComparer.Ordinal).Select(box =>
            {
                var (group, template) = box.Key == Calls ? new MailBox(MailGroup.Critical, Template: null) : MailBox.Parse(box.Key);
                var positions = box.Select(one => one.Position).Distinct().ToList();
                return new Digest(box.Key, its.Recipients.Of(group), template, [.. positions.Take(EventMail.MostShown)], Math.Max(0, positions.Count - EventMail.MostShown));
            }),
        ];
    }
}

/// <summary>What one mail an hour says, and to whom.</summary>
/// <param name="Positions">The events that it says something about.</param>
/// <param name="More">How many there are besides.</param>
internal sealed record Digest(string Box, IReadOnlyList<string> To, string? Template, IReadOnlyList<long> Positions, int More);
