using Reelway.Talks.Text;

namespace Reelway.Talks;

/// <summary>The mail that tells speakers where their video is.</summary>
internal sealed record SpeakerMail(string To, string ToName, string Subject, string Text, string Html)
{
    /// <summary>Groups speakers by address, so that two who share one get one mail between them.</summary>
    public static IReadOnlyList<Recipient> Recipients(IReadOnlyList<Speaker> speakers)
        => [.. speakers.Where(speaker => speaker.Mail is not null)
            .GroupBy(speaker => speaker.Mail!.Trim(), StringComparer.OrdinalIgnoreCase)
            .Select(group => new Recipient(
                group.Key, EnglishList.Join([.. group.Select(each => each.Name)]), EnglishList.Join([.. group.Select(each => each.FirstName)])))];

    /// <summary>Writes the mail of one recipient.</summary>
    public static async Task<SpeakerMail> WriteAsync(
        TalkTemplates templates, Talk talk, IReadOnlyList<Speaker> speakers, Recipient recipient, string link, CancellationToken cancellation)
    {
        var values = TalkDescription.Values(talk, speakers);
        values["name"] = recipient.Name;
        values["first_name"] = recipient.FirstName;
        values["link"] = link;
        var subject = (await templates.MailSubjectAsync(cancellation)).Fill(values);
        var text = (await templates.MailTextAsync(cancellation)).Fill(values);
        var html = (await templates.MailHtmlAsync(cancellation)).FillHtml(values);
        return new SpeakerMail(recipient.Address, recipient.Name, TalkTitle.OneLine(subject), text.ReplaceLineEndings("\n"), html);
    }
}

/// <summary>Whom a mail goes to.</summary>
/// <param name="Name">Everybody who is reached there.</param>
/// <param name="FirstName">How the mail greets them.</param>
internal sealed record Recipient(string Address, string Name, string FirstName);
