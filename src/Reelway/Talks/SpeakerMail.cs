using Reelway.Frame;
using Reelway.Frame.Texts;
using Reelway.Talks.Text;

namespace Reelway.Talks;

/// <summary>The mail that tells speakers where their video is.</summary>
/// <param name="Html">Null for a mail that is text only.</param>
internal sealed record SpeakerMail(string To, string ToName, string Subject, string Text, string? Html)
{
    /// <summary>
    /// Groups speakers by address, so that two who share one get one mail between them, and who has two gets one at each. What can't be mailed comes last, each alone.
    /// </summary>
    public static IReadOnlyList<Recipient> Recipients(IReadOnlyList<Speaker> speakers) =>
    [
        .. speakers.SelectMany(speaker => speaker.Mails.Select(mail => (Mail: mail, speaker.Name)))
            .GroupBy(each => each.Mail, each => each.Name, StringComparer.OrdinalIgnoreCase)
            .Select(group => new Recipient(group.Key, [.. group])),
        .. speakers.SelectMany(speaker => speaker.NoMails.Select((_, index) => new Recipient(Address: null, [speaker.Name], index + 1))),
    ];

    /// <summary>Writes the mail to one address.</summary>
    /// <param name="speakers">All speakers of the talk.</param>
    /// <param name="readers">Those who are reached at the address.</param>
    public static async Task<SpeakerMail> WriteAsync(
        TalkTemplates templates, Talk talk, IReadOnlyList<Speaker> speakers, IReadOnlyList<Speaker> readers, string address, string link,
        CancellationToken cancellation)
    {
        var values = TalkDescription.Values(talk, speakers);
        var name = EnglishList.Join([.. readers.Select(reader => reader.Name)]);
        values["name"] = name;
        values["first_name"] = EnglishList.Join([.. readers.Select(reader => reader.FirstName)]);
        values["link"] = link;
        var subject = (await templates.MailSubjectAsync(cancellation)).FillSubject(values);
        var html = (await templates.MailHtmlAsync(cancellation))?.FillHtml(values);
        var text = (await templates.MailTextAsync(cancellation))?.Fill(values) ?? HtmlText.Of(html!);
        return new SpeakerMail(address, name, ShownText.Name(TalkTitle.OneLine(subject)), text.ReplaceLineEndings("\n"), html);
    }
}

/// <summary>Whom a mail goes to.</summary>
/// <param name="Address">Null for somebody without one, or whose cell holds something else.</param>
/// <param name="Names">Everybody who is reached there.</param>
/// <param name="Number">Of what can't be mailed in a person's cell, from 1.</param>
internal sealed record Recipient(string? Address, IReadOnlyList<string> Names, int Number = 1)
{
    /// <summary>The step that tells them.</summary>
    public string Step => Address is not null ? $"mail:{Address}" : Number > 1 ? $"mail:{Names[0]} ({Number})" : $"mail:{Names[0]}";
}
