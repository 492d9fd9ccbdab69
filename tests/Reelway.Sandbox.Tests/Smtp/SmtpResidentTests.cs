using System.Globalization;
using System.Text;

namespace Reelway.Sandbox.Tests.Smtp;

public sealed class SmtpResidentTests : SandboxResidentContract
{
    public override string Name => "smtp";

    protected override string Match => """{"method":"DATA"}""";

    protected override string OtherMatch => """{"method":"DATA","path":"nobody@example.org"}""";

    protected override int RefusedStatus => 535;

    protected override int TooLargeStatus => 552;

    protected override IReadOnlyList<string> Secrets => ["pass word", Plain("pass word")];

    protected override SandboxOptions Options => new() { Smtp = new() { RequireLogin = true, UserName = "talks", Password = "pass word" } };

    internal override async Task<int> CallAsync(SandboxHttp http, bool isKnown)
    {
        await using var talk = await SmtpTalk.ConnectAsync(http);
        var login = await talk.SayAsync("AUTH PLAIN " + Plain(isKnown ? "pass word" : "other"));
        return Code(isKnown ? await talk.MailAsync("Subject: Hello\r\n\r\nx") : login);
    }

    internal override async Task<int> AnnounceAsync(SandboxHttp http, long bytes)
    {
        await using var talk = await SmtpTalk.ConnectAsync(http);
        await talk.SayAsync("AUTH PLAIN " + Plain("pass word"));
        return Code(await talk.SayAsync($"MAIL FROM:<bot@example.org> SIZE={bytes}"));
    }

    private static string Plain(string password) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0talks\0{password}"));

    // Nothing at the end of the connection.
    private static int Code(string reply) => reply.Length < 3 ? 0 : reply.StartsWith("250", StringComparison.Ordinal) ? 200 : int.Parse(reply[..3], CultureInfo.InvariantCulture);
}
