using Reelway.Contracts;
using Reelway.Frame.Texts;
using Reelway.Talks;
using Reelway.Talks.Text;

namespace Reelway.Tests.Talks;

public sealed class TalkDescriptionTests
{
    private static readonly Talk Owls = new(
        "Owls & \"friends\" 🦉", "Barn", "Talk", ["Ada Example", "Bo Sample"], "About owls of Hen House and Hen Houses, thanks to Hen House.\n", "",
        new TimeCell("", ""), new TimeCell("", ""));

    private static readonly Speaker[] Speakers =
        [new("Ada Example", "Ada", "Hen House", ["ada@example.test"], []), new("Bo Sample", "Bo", "", ["bo@example.test"], [])];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_default_description_has_the_text_the_title_the_speakers_and_the_stage()
    {
        var template = await new TalkTemplates(() => new TemplateFiles()).DescriptionAsync(Cancellation);
        Assert.Equal(
            "About owls of Hen House and Hen Houses, thanks to Hen House.\n\nOwls & \"friends\" 🦉\nAda Example and Bo Sample\nBarn",
            TalkDescription.Write(template, Owls, Speakers, new Dictionary<string, string>()));
    }

    [Fact]
    public void A_configured_name_is_mentioned_where_it_first_stands_as_a_word_of_its_own()
        => Assert.Equal(
            "About owls of @[4711] and Hen Houses, thanks to Hen House.",
            TalkDescription.Write(
                new TextTemplate("t", "{{description}}"), Owls, Speakers,
                new Dictionary<string, string> { ["Hen House"] = "4711", ["4711"] = "1", ["en"] = "2" }));

    [Fact]
    public void Companies_stand_in_brackets()
        => Assert.Equal(
            "Ada Example (Hen House) and Bo Sample",
            TalkDescription.Write(new TextTemplate("t", "{{speakers_with_companies}}"), Owls, Speakers, new Dictionary<string, string>()));

    [Fact]
    public void Nobody_is_named_twice()
        => Assert.Equal(
            "Ada Example",
            TalkDescription.Write(
                new TextTemplate("t", "{{speakers}}"), Owls, [Speakers[0], Speakers[0] with { Name = "ADA Example" }],
                new Dictionary<string, string>()));

    [Fact]
    public async Task A_mail_is_written_as_text_and_as_escaped_html_with_a_subject_on_one_line()
    {
        var talk = Owls with { Title = TalkTitle.Exact("Owls <b>\r\nBcc: everyone@example.test") };
        var mail = await SpeakerMail.WriteAsync(
            new TalkTemplates(() => new TemplateFiles()), talk, Speakers, [Speakers[0]], "ada@example.test", "https://x.test/?a=1&b=2", Cancellation);
        Assert.Equal("ada@example.test", mail.To);
        Assert.Equal("Your talk is online: Owls <b> Bcc: everyone@example.test", mail.Subject);
        Assert.Contains("Hello Ada,", mail.Text, StringComparison.Ordinal);
        Assert.Contains("https://x.test/?a=1&b=2", mail.Text, StringComparison.Ordinal);
        Assert.Contains("<a href=\"https://x.test/?a=1&amp;b=2\">", mail.Html, StringComparison.Ordinal);
        Assert.Contains("“Owls &lt;b&gt; Bcc", mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_writes_only_one_of_text_and_html_gets_no_words_of_ours_in_the_other()
    {
        using var folder = new TemporaryFolder();
        var text = folder.Write("own.txt", "Own: {{title}}\n{% for person in people %}\n- {{ person.name }}\n{% endfor %}\n");
        var html = folder.Write("own.html", "<p>Own: {{title}}</p>");

        var onlyText = await WriteAsync(new TemplateFiles { MailText = text });
        var onlyHtml = await WriteAsync(new TemplateFiles { MailHtml = html });

        Assert.Equal(("Own: Owls & \"friends\" 🦉\n- Ada Example\n- Bo Sample\n", null), (onlyText.Text, onlyText.Html));
        Assert.Equal("Own: Owls & \"friends\" 🦉\n", onlyHtml.Text);
        Assert.StartsWith("<p>Own: Owls &amp;", onlyHtml.Html, StringComparison.Ordinal);
    }

    private static Task<SpeakerMail> WriteAsync(TemplateFiles files)
        => SpeakerMail.WriteAsync(new TalkTemplates(() => files), Owls, Speakers, [Speakers[0]], "ada@example.test", "https://x.test/", Cancellation);

    [Fact]
    public void Speakers_who_share_an_address_share_a_mail_and_who_has_none_stands_alone()
    {
        var recipients = SpeakerMail.Recipients(
            [Speakers[0], Speakers[1] with { Mails = ["ADA@example.test"] }, new Speaker("Cy Silent", "Cy", "", [], ["none"])]);
        Assert.Equal(["mail:ada@example.test", "mail:Cy Silent"], recipients.Select(recipient => recipient.Step));
        Assert.Equal(["Ada Example", "Bo Sample"], recipients[0].Names);
    }

    [Fact]
    public async Task An_own_text_is_read_from_its_file_and_a_missing_one_is_named_with_its_setting()
    {
        using var folder = new TemporaryFolder();
        var files = new TemplateFiles { Description = folder.Write("own.txt", "Own: {{title}}"), MailText = folder["gone.txt"] };
        var templates = new TalkTemplates(() => files);
        Assert.Equal(new TextTemplate("own.txt", "Own: {{title}}"), await templates.DescriptionAsync(Cancellation));
        var fault = await Assert.ThrowsAsync<Engine.FaultException>(() => templates.MailTextAsync(Cancellation));
        Assert.Contains("talks.templates.mail_text", fault.Message, StringComparison.Ordinal);
        Assert.Contains("gone.txt", fault.Message, StringComparison.Ordinal);
    }
}
