using System.Text;
using Reelway.Sandbox.Smtp;

namespace Reelway.Sandbox.Tests.Smtp;

public sealed class MailParserTests
{
    [Theory]
    [InlineData("=?utf-8?B?R3LDvMOfZQ==?=", "Grüße")]
    [InlineData("=?utf-8?Q?Gr=C3=BC=C3=9Fe_an?= alle", "Grüße an alle")]
    [InlineData("=?iso-8859-1?q?Gr=FC=DFe?=", "Grüße")]
    [InlineData("=?utf-8?Q?Gr=C3?= =?utf-8?Q?=BC=C3=9Fe?=", "Grüße")]
    [InlineData("=?utf-8?B?R3I=?=\r\n =?utf-8?B?w7zDn2U=?=", "Grüße")]
    [InlineData("=?utf-8*de?Q?Gr=C3=BC=C3=9Fe?=", "Grüße")]
    [InlineData("=?utf-8?Q?a?= b =?utf-8?Q?c?=", "a b c")]
    [InlineData("=?no-such-charset?Q?abc?=", "abc")]
    [InlineData("=?utf-8?X?abc?=", "=?utf-8?X?abc?=")]
    [InlineData("2 =? 3", "2 =? 3")]
    [InlineData("Grüße roh", "Grüße roh")]
    public void A_subject_is_decoded(string header, string subject)
        => Assert.Equal(subject, Parse("Subject: " + header + "\r\n\r\nx").Subject);

    [Theory]
    [InlineData("quoted-printable", "a=3D1=\r\nb =\r\nc=C3=A4=ZZ=", "a=1b cä=ZZ=")]
    [InlineData("base64", "w6TD\r\ntg==", "äö")]
    [InlineData("base64", "!!!", "")]
    [InlineData("8bit", "ä", "ä")]
    [InlineData("", "plain\r\n", "plain\n")]
    public void A_body_is_decoded(string encoding, string body, string text)
        => Assert.Equal(text, Parse($"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{body}").Text);

    [Fact]
    public void Parts_within_parts_are_found()
    {
        var mail = Parse("""
            Content-Type: multipart/mixed; boundary="outer =?"

            for old readers
            --outer =?
            Content-Type: multipart/alternative; boundary=inner

            --inner

            text
            --inner
            content-type: TEXT/HTML

            <p>html</p>
            --inner--
            --outer =?
            Content-Type: application/pdf
            Content-Disposition: attachment; filename*=utf-8''Gr%C3%B6%C3%9Fe.pdf

            %PDF
            --outer =?--
            after
            """.ReplaceLineEndings("\r\n"));

        Assert.Equal(("text", "<p>html</p>"), (mail.Text, mail.Html));
        Assert.Equal(new MailAttachment("Größe.pdf", "application/pdf", 4), Assert.Single(mail.Attachments));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\r\n")]
    [InlineData(": : :\r\n   folded\r\n:\r\n")]
    [InlineData("Content-Type: multipart/mixed\r\n\r\nx")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n--b\r\n--b--")]
    [InlineData("Content-Type: ;;;=;\"\r\nSubject: =?utf-8?B?====?=\r\n\r\n")]
    [InlineData("Subject: =?utf-8?Q?=?=\r\nContent-Transfer-Encoding: base64\r\n\r\nA")]
    public void Nonsense_is_a_mail_too(string raw) => Assert.NotNull(Parse(raw));

    [Fact]
    public void Nesting_without_end_is_cut_off()
    {
        var raw = string.Concat(Enumerable.Range(0, 500).Select(i => $"Content-Type: multipart/mixed; boundary=b{i}\r\n\r\n--b{i}\r\n")) + "deep";

        Assert.Null(Parse(raw).Text);
    }

    [Fact]
    public void Random_bytes_never_break_the_parser()
    {
        var random = new Random(20261121);
        var pieces = new[] { "Content-Type: ", "multipart/mixed; boundary=b", "--b", "\r\n", "\n", "=?utf-8?Q?", "?=", "=", "base64", "\"", ";", ":", "ÿ", "Subject:" };
        for (var i = 0; i < 2_000; i++)
        {
            var raw = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => pieces[random.Next(pieces.Length)]));
            Assert.NotNull(Parse(raw).Subject);
        }
    }

    private static CaughtMail Parse(string raw) => MailParser.Parse(Encoding.UTF8.GetBytes(raw));
}
