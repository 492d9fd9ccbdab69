using System.Text;
using Reelway.Connectors.Mail;
using Reelway.Connectors.Smtp;
using Reelway.Contracts.Connectors;

namespace Reelway.Connectors.Tests.Smtp;

/// <summary>A mailer that talks to a scripted mail server, which wants a login.</summary>
internal sealed class SmtpMailHarness : IMailHarness
{
    private const string Password = "correct horse battery";

    private readonly ScriptedSmtpServer _server = new() { WantsLogin = true };

    public SmtpMailHarness(TimeSpan timeout) => Mailer = SmtpMailer.Create(
        new SmtpOptions
        {
            Connection = "mail-main",
            Host = "127.0.0.1",
            Port = _server.Port,
            Security = SmtpSecurity.None,
            User = "talks",
            Password = Password,
            From = "Talks <talks@example.org>",
            Timeout = timeout,
        },
        Log,
        TimeProvider.System);

    public IMailer Mailer { get; }

    public CapturedLog Log { get; } = new();

    public IReadOnlyList<string> Secrets => [Password, Convert.ToBase64String(Encoding.UTF8.GetBytes(Password))];

    public IReadOnlyList<string> Taken => [.. _server.Taken.Select(mail => SentMail.Parse(mail).MessageId)];

    public bool IsUntouched => _server.Said.Count == 0;

    // A reply of 4xx is all that there is: come again, whatever the reason.
    public CallFault Throttling => CallFault.Transient;

    public void Behave(MailTrouble trouble)
    {
        var said = Secrets[1];
        (SmtpStep?, SmtpTrouble) next = trouble switch
        {
            MailTrouble.LoginRefused => (SmtpStep.From, new(SmtpTroubleKind.Answer, $"530 5.7.0 not with {said}")),
            MailTrouble.Throttled => (SmtpStep.From, new(SmtpTroubleKind.Answer, $"450 4.7.0 too many from {said}")),
            MailTrouble.BreaksDown => (SmtpStep.Dot, new(SmtpTroubleKind.Answer, $"451 4.3.0 not now, {Password}")),
            MailTrouble.TalksNonsense => (SmtpStep.Dot, new(SmtpTroubleKind.Answer, $"what is {Password}", TakesMail: true)),
            MailTrouble.HangsUpBefore => (SmtpStep.Dot, new(SmtpTroubleKind.Close)),
            MailTrouble.HangsUpAfter => (SmtpStep.Dot, new(SmtpTroubleKind.Close, TakesMail: true)),
            MailTrouble.FallsSilentBefore => (SmtpStep.Dot, new(SmtpTroubleKind.Silence)),
            MailTrouble.FallsSilentAfter => (SmtpStep.Dot, new(SmtpTroubleKind.Silence, TakesMail: true)),
            MailTrouble.CutsTheAnswer => (SmtpStep.Dot, new(SmtpTroubleKind.Cut, TakesMail: true)),
            MailTrouble.DripsTheAnswer => (SmtpStep.Dot, new(SmtpTroubleKind.Drip, TakesMail: true)),
            MailTrouble.None => (null, new()),
            _ => throw new ArgumentOutOfRangeException(nameof(trouble), trouble, "Mail servers do not do that."),
        };
        (_server.Step, _server.Trouble) = next;
    }

    public Task TroubleReachedAsync(CancellationToken cancellation) => _server.TroubleReachedAsync(cancellation);

    public ValueTask EndServerAsync() => _server.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Log.Dispose();
    }
}
