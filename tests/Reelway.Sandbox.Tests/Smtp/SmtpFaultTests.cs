namespace Reelway.Sandbox.Tests.Smtp;

public sealed class SmtpFaultTests
{
    private const string Content = "Subject: Hello\r\n\r\nx";

    [Fact]
    public async Task A_recipient_can_be_refused_while_others_are_taken()
    {
        await using var http = await SandboxHttp.StartAsync();
        await http.OrderFaultAsync("""{"system":"smtp","match":{"method":"RCPT","path":"ada@*"},"effect":"status","status":550,"body":"5.1.1 No such mailbox."}""");
        await using var talk = await SmtpTalk.ConnectAsync(http);
        await talk.SayAsync("MAIL FROM:<bot@example.org>");

        Assert.Equal("550 5.1.1 No such mailbox.", await talk.SayAsync("RCPT TO:<Ada@example.org>"));
        Assert.StartsWith("250", await talk.SayAsync("RCPT TO:<bob@example.org>"), StringComparison.Ordinal);
        await talk.SayAsync("DATA");
        await talk.SayAsync(Content + "\r\n.");

        Assert.Equal(["bob@example.org"], Assert.Single(http.Server.Mail.Messages.Entries).To);
    }

    [Fact]
    public async Task A_mail_refused_after_the_final_dot_is_not_kept()
    {
        await using var http = await SandboxHttp.StartAsync();
        await http.OrderFaultAsync("""{"system":"smtp","match":{"method":"DATA"},"effect":"status","status":451}""");
        await using var talk = await SmtpTalk.ConnectAsync(http);

        Assert.StartsWith("451", await talk.MailAsync(Content), StringComparison.Ordinal);
        Assert.Empty(http.Server.Mail.Messages.Entries);
        Assert.StartsWith("250", await talk.MailAsync(Content), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lost-answer", 1)]
    [InlineData("cut", 0)]
    public async Task A_connection_is_cut_before_or_after_the_mail_is_kept(string effect, int kept)
    {
        await using var http = await SandboxHttp.StartAsync();
        await http.OrderFaultAsync($$"""{"system":"smtp","match":{"method":"DATA"},"effect":"{{effect}}"}""");
        await using var talk = await SmtpTalk.ConnectAsync(http);

        var reply = await EndAsync(talk.MailAsync(Content));

        Assert.Equal("", reply);
        Assert.Equal(kept, http.Server.Mail.Messages.Entries.Count);
        Assert.Equal(0, Assert.Single(http.Server.Mail.Requests.Entries, request => request.Method == "DATA").Status);
    }

    [Fact]
    public async Task A_rate_limit_is_a_reply_that_passes()
    {
        await using var http = await SandboxHttp.StartAsync();
        await http.OrderFaultAsync("""{"system":"smtp","match":{"method":"MAIL"},"effect":"rate-limit"}""");
        await using var talk = await SmtpTalk.ConnectAsync(http);

        Assert.StartsWith("450", await talk.SayAsync("MAIL FROM:<a@example.org>"), StringComparison.Ordinal);
        Assert.StartsWith("250", await talk.SayAsync("MAIL FROM:<a@example.org>"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_closing_says_so_and_hangs_up()
    {
        await using var http = await SandboxHttp.StartAsync();
        await http.OrderFaultAsync("""{"system":"smtp","match":{"method":"CONNECT"},"effect":"status","status":421}""");
        await using var talk = await SmtpTalk.ConnectAsync(http, greet: false);

        Assert.StartsWith("421", await talk.ReadAsync(), StringComparison.Ordinal);
        Assert.Equal("", await talk.ReadAsync());
    }

    [Fact]
    public async Task A_hanging_server_says_nothing_until_it_stops()
    {
        await using var http = await SandboxHttp.StartAsync();
        await http.OrderFaultAsync("""{"system":"smtp","match":{"method":"DATA"},"effect":"hang"}""");
        await using var talk = await SmtpTalk.ConnectAsync(http);
        var reply = EndAsync(talk.MailAsync(Content));
        await http.Server.Mail.Requests.WaitAsync(requests => requests.Any(request => request.Method == "DATA"), SandboxHttp.Cancellation);

        Assert.False(reply.IsCompleted);
        await http.DisposeAsync();

        Assert.Equal("", await reply);
        Assert.Empty(http.Server.Mail.Messages.Entries);
    }

    [Fact]
    public async Task A_silent_caller_is_sent_away()
    {
        await using var http = await SandboxHttp.StartAsync(new SandboxOptions { Smtp = new() { IdleLimit = TimeSpan.FromMilliseconds(50) } });
        await using var talk = await SmtpTalk.ConnectAsync(http, greet: false);
        await talk.ReadAsync();

        Assert.StartsWith("421", await talk.ReadAsync(), StringComparison.Ordinal);
    }

    /// <summary>A cut connection shows as an end or as a reset, whichever comes first.</summary>
    private static async Task<string> EndAsync(Task<string> reply)
    {
        try
        {
            return await reply;
        }
        catch (IOException)
        {
            return "";
        }
    }
}
