using Reelway.Connections;
using Reelway.Connectors.Facebook;
using Reelway.Connectors.Mail;
using Reelway.Engine;
using Reelway.Events;
using Reelway.Facts;
using Reelway.Frame.Configuration;
using Reelway.Notifications;
using Reelway.Talks.Text;

namespace Reelway.Talks;

/// <summary>The steps that find the words and bring the news: to the page, the speakers, the sheet and whoever listens.</summary>
internal sealed class SpeakerNotifications(
    TalkSheets sheets, TalkTemplates templates, ConnectionPool connections, Current<TalksOptions> current,
    Current<NotificationsOptions> notifications, TimeProvider time)
{
    private const string MailsAreOff = "Not sent: notifications.enabled is false.";

    /// <summary>The step <c>describe</c>: the description, and who is to be told. Comes before publishing, so that nothing goes out without words.</summary>
    public async Task<Announcement> DescribeAsync(HeldTalk held, IStep step)
    {
        var (talk, speakers) = await LookUpAsync(held, step);
        var description = TalkDescription.Write(
            await templates.DescriptionAsync(step.Cancellation), talk, speakers, current.Value.Mentions);
        if (speakers.Count > 0 && notifications.Value.Enabled)
        {
            connections.Ensure<IMailer>(notifications.Value.MailConnection);
        }

        return new Announcement(description, current.Value.FeedPost, SpeakerMail.Recipients(speakers), notifications.Value.Enabled ? null : MailsAreOff);
    }

    /// <summary>The step <c>post</c>: the call to watch, with the link in its text, since links to Facebook itself are refused as attachments.</summary>
    public async Task PostAsync(HeldTalk held, TargetPage page, string link, IStep step)
    {
        var pages = await page.UseAsync(connections, step);
        var (talk, speakers) = await LookUpAsync(held, step);
        var text = TalkDescription.Write(await templates.FeedPostAsync(step.Cancellation), talk, speakers, current.Value.Mentions, link);
        var button = current.Value.FeedButton is { Link: { } target, Label: var label } ? new CallToAction(label, target) : null;
        await pages.PostToFeedAsync(page.Id, new FeedPost(text, Link: null) { Button = button }, step.Cancellation);
    }

    /// <summary>A step <c>mail:ADDRESS</c>, or <c>mail:NAME</c> where there was no address.</summary>
    /// <param name="all">Everybody who is told, <paramref name="recipient"/> among them.</param>
    /// <remarks>People are looked up again, so that a corrected address is taken by a retry.</remarks>
    public async Task MailAsync(HeldTalk held, Recipient recipient, IReadOnlyList<Recipient> all, string link, IStep step)
    {
        if (!notifications.Value.Enabled)
        {
            // Switched off after this talk was described.
            step.Log(RunLogLevel.Warning, MailsAreOff);
            return;
        }

        var mailer = await connections.UseAsync<IMailer>(step, notifications.Value.MailConnection);
        var (_, directory) = await sheets.UseAsync(step);
        var (talk, speakers) = await LookUpAsync(held, step);
        var readers = (await directory.FindAsync(recipient.Names, step.Cancellation)).People;
        var addresses = CurrentAddresses.Of(recipient, all, readers);
        if (addresses.Count == 0 && readers.SelectMany(reader => reader.NoMails).ToList() is { Count: > 0 } reasons)
        {
            throw FaultException.Permanent($"{reasons[Math.Min(recipient.Number, reasons.Count) - 1]}, then retry the run; nobody else is notified again.");
        }

        if (addresses.Count == 0)
        {
            step.Log(RunLogLevel.Warning, $"{EnglishList.Join(recipient.Names)} has no further address in the sheet now, so there is nothing to send here.");
            return;
        }

        var told = step.Checkpoint<List<string>>() ?? [];
        foreach (var address in addresses.Except(told, StringComparer.OrdinalIgnoreCase))
        {
            var mail = await SpeakerMail.WriteAsync(templates, talk, speakers, readers, address, link, step.Cancellation);
            var key = addresses.Count == 1 ? step.IdempotencyKey : $"{step.IdempotencyKey}/{address}";
            await mailer.SendAsync(new OutgoingMail(mail.To, mail.ToName, mail.Subject, mail.Text, mail.Html, key), step.Cancellation);
            if (addresses.Count > 1)
            {
                told.Add(address);
                await step.SaveCheckpointAsync(told);
            }
        }
    }

    /// <summary>The step <c>sheet</c>: the link into the talk's cell.</summary>
    /// <returns>The row.</returns>
    public async Task<int> WriteLinkAsync(HeldTalk held, string link, IStep step)
        => await (await sheets.UseProgrammeAsync(step)).WriteLinkAsync(held.Title, link, step.Cancellation);

    /// <summary>The step <c>announce</c>: the fact and its event, in one transaction with the step's end.</summary>
    public Task AnnounceAsync(HeldTalk held, PublishedVideo published, IStep step)
    {
        var now = time.GetUtcNow();
        step.Commit(session => TalkStore.NotePublishedAsync(session, held, now.ToUnixTimeMilliseconds()));
        step.Announce(new TalkPublished(held.Id.ToString(), held.Title, held.Run.ToString(), published.Link, published.VideoId, published.PageId), now);
        return Task.CompletedTask;
    }

    private async Task<(Talk Talk, IReadOnlyList<Speaker> Speakers)> LookUpAsync(HeldTalk held, IStep step)
    {
        var (sheet, directory) = await sheets.UseAsync(step);
        var found = await sheet.FindByTitleAsync(held.Title, static _ => { }, step.Cancellation);
        var speakers = await directory.FindAsync(found.Talk.Speakers, step.Cancellation);
        foreach (var warning in new[] { found.Warning, speakers.Warning }.OfType<string>())
        {
            step.Log(RunLogLevel.Warning, warning);
        }

        return (found.Talk, speakers.People);
    }
}

/// <summary>The words for the page, and who is to be told.</summary>
/// <param name="PostToFeed">True when the page's feed gets a call to watch as well.</param>
/// <param name="NoMails">Why nobody gets a mail; null when they do.</param>
internal sealed record Announcement(
    string Description, bool PostToFeed, IReadOnlyList<Recipient> Recipients, string? NoMails = null);

/// <summary>A video that can be watched.</summary>
internal sealed record PublishedVideo(string PageId, string VideoId, string Link);
