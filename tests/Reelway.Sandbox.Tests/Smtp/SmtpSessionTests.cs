using System.Text;
using Reelway.Sandbox.Smtp;

namespace Reelway.Sandbox.Tests.Smtp;

public sealed class SmtpSessionTests
{
    [Fact]
    public async Task A_mail_is_kept_with_its_envelope_and_its_dots()
    {
        await using var http = await SandboxHttp.StartAsync();
        await using var talk = await SmtpTalk.ConnectAsync(http);

        var reply = await talk.MailAsync("Subject: Hello\r\n\r\n..one dot\r\n...two dots\r\nend.");

        Assert.StartsWith("250", reply, StringComparison.Ordinal);
        var mail = Assert.Single(http.Server.Mail.Messages.Entries);
        Assert.Equal(("bot@example.org", "Hello", ".one dot\n..two dots\nend.\n"), (mail.From, mail.Subject, mail.Text));
        Assert.Equal(["ada@example.org"], mail.To);
        Assert.StartsWith("221", await talk.SayAsync("QUIT"), StringComparison.Ordinal);
        Assert.Equal("", await talk.ReadAsync());
    }

    [Fact]
    public async Task The_greeting_names_what_the_server_can()
    {
        await using var http = await SandboxHttp.StartAsync();
        await using var talk = await SmtpTalk.ConnectAsync(http, greet: false);
        await talk.ReadAsync();

        var reply = await talk.SayAsync("EHLO test.example");

        foreach (var extension in new[] { "SIZE 26214400", "8BITMIME", "SMTPUTF8", "PIPELINING", "AUTH PLAIN LOGIN" })
        {
            Assert.Contains(extension, reply.Split('\n').Select(line => line[4..]));
        }
    }

    [Fact]
    public async Task Pipelined_commands_are_answered_in_order()
    {
        await using var http = await SandboxHttp.StartAsync();
        await using var talk = await SmtpTalk.ConnectAsync(http);

        await talk.SendAsync(
            "MAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.org>\r\nRCPT TO:<c@example.org>\r\nDATA\r\n"
            + "Subject: One\r\n\r\nbody\r\n.\r\nMAIL FROM:<>\r\nRCPT TO:<d@example.org>\r\nDATA\r\n.\r\nQUIT\r\n");
        var codes = new List<string>();
        while (await talk.ReadAsync() is { Length: > 0 } reply)
        {
            codes.Add(reply[..3]);
        }

        Assert.Equal(["250", "250", "250", "354", "250", "250", "250", "354", "250", "221"], codes);
        Assert.Equal([["b@example.org", "c@example.org"], ["d@example.org"]], http.Server.Mail.Messages.Entries.Select(mail => mail.To));
    }

    [Fact]
    public async Task A_command_in_pieces_is_one_command()
    {
        await using var http = await SandboxHttp.StartAsync();
        await using var talk = await SmtpTalk.ConnectAsync(http);

        foreach (var letter in "NOOP\r\n")
        {
            await talk.SendAsync(letter.ToString());
        }

        Assert.StartsWith("250", await talk.ReadAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RCPT TO:<a@example.org>", "503")]
    [InlineData("DATA", "503")]
    [InlineData("MAIL FROM:a@example.org", "501")]
    [InlineData("MAIL FROM:<a@example.org", "501")]
    [InlineData("MAIL FROM:<nobody>", "501")]
    [InlineData("MAIL FROM:<a@example.org> SIZE=99999999999", "552")]
    [InlineData("MAIL FROM:<a@example.org> COLOUR=red", "555")]
    [InlineData("MAIL FROM:<jörg@example.org>", "553")]
    [InlineData("MAIL FROM:<jörg@example.org> SMTPUTF8", "250")]
    [InlineData("MAIL FROM:<\"a>b\"@example.org> BODY=8BITMIME", "250")]
    [InlineData("mail from:<> size=10", "250")]
    [InlineData("EHLO", "501")]
    [InlineData("STARTTLS", "500")]
    [InlineData("", "500")]
    public async Task A_command_is_answered_as_the_standard_says(string command, string code)
    {
        await using var http = await SandboxHttp.StartAsync();
        await using var talk = await SmtpTalk.ConnectAsync(http);

        Assert.StartsWith(code, await talk.SayAsync(command), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_before_the_greeting_is_refused()
    {
        await using var http = await SandboxHttp.StartAsync();
        await using var talk = await SmtpTalk.ConnectAsync(http, greet: false);
        await talk.ReadAsync();

        Assert.StartsWith("503", await talk.SayAsync("MAIL FROM:<a@example.org>"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reset_forgets_the_envelope()
    {
        await using var http = await SandboxHttp.StartAsync();
        await using var talk = await SmtpTalk.ConnectAsync(http);
        await talk.SayAsync("MAIL FROM:<a@example.org>");
        await talk.SayAsync("RCPT TO:<b@example.org>");

        Assert.StartsWith("250", await talk.SayAsync("RSET"), StringComparison.Ordinal);

        Assert.StartsWith("503", await talk.SayAsync("DATA"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_beyond_the_size_is_refused_after_its_end_and_the_next_one_is_taken()
    {
        await using var http = await SandboxHttp.StartAsync(new SandboxOptions { Smtp = new() { LargestMailBytes = 50_000 } });
        await using var talk = await SmtpTalk.ConnectAsync(http);

        Assert.StartsWith("552", await talk.MailAsync("Subject: Big\r\n\r\n" + new string('x', 200_000)), StringComparison.Ordinal);
        Assert.StartsWith("250", await talk.MailAsync("Subject: Small\r\n\r\nx"), StringComparison.Ordinal);

        Assert.Equal("Small", Assert.Single(http.Server.Mail.Messages.Entries).Subject);
    }

    [Fact]
    public async Task A_very_long_line_arrives_whole()
    {
        await using var http = await SandboxHttp.StartAsync();
        await using var talk = await SmtpTalk.ConnectAsync(http);
        var line = string.Concat(Enumerable.Range(0, 40_000).Select(i => "." + i));

        await talk.MailAsync("Subject: Long\r\n\r\n." + line);

        Assert.Equal(line + "\n", Assert.Single(http.Server.Mail.Messages.Entries).Text);
    }

    [Fact]
    public async Task A_bare_line_feed_does_not_end_a_mail()
    {
        await using var http = await SandboxHttp.StartAsync();
        await using var talk = await SmtpTalk.ConnectAsync(http);

        await talk.MailAsync("Subject: One\r\n\r\nx\n.\nMAIL FROM:<evil@example.org>\n.\r\ny");

        Assert.Contains("evil", Assert.Single(http.Server.Mail.Messages.Entries).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_line_without_end_is_refused_and_the_conversation_goes_on()
    {
        await using var http = await SandboxHttp.StartAsync();
        await using var talk = await SmtpTalk.ConnectAsync(http);

        Assert.StartsWith("500", await talk.SayAsync(new string('x', 100_000)), StringComparison.Ordinal);
        Assert.StartsWith("250", await talk.SayAsync("NOOP"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_who_only_errs_is_sent_away()
    {
        await using var http = await SandboxHttp.StartAsync();
        await using var talk = await SmtpTalk.ConnectAsync(http);
        var replies = new List<string>();

        while (await talk.SayAsync("NONSENSE") is { Length: > 0 } reply && replies.Count < 50)
        {
            replies.Add(reply[..3]);
            if (replies.Count == 21)
            {
                break;
            }
        }

        Assert.StartsWith("421", await talk.ReadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_cut_within_a_mail_leaves_none()
    {
        await using var http = await SandboxHttp.StartAsync();
        await using (var talk = await SmtpTalk.ConnectAsync(http))
        {
            await talk.SayAsync("MAIL FROM:<a@example.org>");
            await talk.SayAsync("RCPT TO:<b@example.org>");
            await talk.SayAsync("DATA");
            await talk.SendAsync("Subject: Half\r\n\r\nhalf");
        }

        await using var next = await SmtpTalk.ConnectAsync(http);
        await next.MailAsync("Subject: Whole\r\n\r\nwhole");

        Assert.Equal("Whole", Assert.Single(http.Server.Mail.Messages.Entries).Subject);
    }

    [Fact]
    public async Task Several_callers_are_served_at_once()
    {
        await using var http = await SandboxHttp.StartAsync();
        var talks = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => SmtpTalk.ConnectAsync(http)));

        await Task.WhenAll(talks.Select((talk, i) => talk.MailAsync($"Subject: {i}\r\n\r\nx")));

        var mails = http.Server.Mail.Messages.Entries;
        Assert.Equal(Enumerable.Range(0, 10).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture)), mails.Select(mail => mail.Subject).Order());
        Assert.Equal(Enumerable.Range(1, 10).Select(i => (long)i), mails.Select(mail => mail.Number));
        foreach (var talk in talks)
        {
            await talk.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("user", "right", "235")]
    [InlineData("user", "wrong", "535")]
    [InlineData("other", "right", "535")]
    public async Task A_login_is_checked_in_both_ways(string user, string password, string code)
    {
        await using var http = await SandboxHttp.StartAsync(new SandboxOptions
        {
            Smtp = new SmtpSandboxOptions { RequireLogin = true, UserName = "user", Password = "right" },
        });
        static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

        await using var plain = await SmtpTalk.ConnectAsync(http);
        Assert.StartsWith("530", await plain.SayAsync("MAIL FROM:<a@example.org>"), StringComparison.Ordinal);
        Assert.StartsWith(code, await plain.SayAsync("AUTH PLAIN " + Base64($"\0{user}\0{password}")), StringComparison.Ordinal);
        await using var login = await SmtpTalk.ConnectAsync(http);
        Assert.Equal("334 VXNlcm5hbWU6", await login.SayAsync("AUTH LOGIN"));
        Assert.Equal("334 UGFzc3dvcmQ6", await login.SayAsync(Base64(user)));
        Assert.StartsWith(code, await login.SayAsync(Base64(password)), StringComparison.Ordinal);
        Assert.StartsWith(code == "235" ? "250" : "530", await login.SayAsync("MAIL FROM:<a@example.org>"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AUTH PLAIN ***", "501")]
    [InlineData("AUTH CRAM-MD5", "504")]
    public async Task A_malformed_login_is_refused(string command, string code)
    {
        await using var http = await SandboxHttp.StartAsync();
        await using var talk = await SmtpTalk.ConnectAsync(http);

        Assert.StartsWith(code, await talk.SayAsync(command), StringComparison.Ordinal);
    }
}
