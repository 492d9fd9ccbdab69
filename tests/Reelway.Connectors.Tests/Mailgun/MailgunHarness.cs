using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Reelway.Connectors.Mail;
using Reelway.Connectors.Mailgun;
using Reelway.Connectors.Tests.Facebook;
using Reelway.Contracts.Connectors;

namespace Reelway.Connectors.Tests.Mailgun;

/// <summary>A Mailgun connection that talks to a scripted server.</summary>
internal sealed class MailgunHarness : IConnectorHarness, IMailHarness
{
    private const string Key = "key-3ax6xnjp29jd6fds4gc373sgvjxteol0";

    private readonly ConnectorHttp _http;
    private readonly MailgunMailer _mailer;
    private readonly ConcurrentQueue<string> _taken = new();

    // Without a time for it nothing is searched for after a lost answer: what the search does has tests of its own.
    public MailgunHarness(TimeSpan callTimeout, TimeSpan lookFor = default)
    {
        _http = new ConnectorHttp(TimeProvider.System, Log);
        _mailer = MailgunMailer.Create(
            new MailgunOptions
            {
                Connection = "mail-main",
                Domain = "mg.example.org",
                ApiKey = Key,
                From = "Talks <talks@mg.example.org>",
                Url = Server.Url,
                CallTimeout = callTimeout,
                LookFor = lookFor,
            },
            _http);
        Behave(MailTrouble.None);
    }

    public IMailer Mailer => _mailer;

    public ScriptedHttpServer Server { get; } = new();

    public CapturedLog Log { get; } = new();

    public IReadOnlyList<string> Secrets => [Key, Convert.ToBase64String(Encoding.UTF8.GetBytes($"api:{Key}"))];

    public string ReadAnswer => """{"items":[],"paging":{}}""";

    public string WriteAnswer => """{"id":"<20111114174239.25659.5817@mg.example.org>","message":"Queued. Thank you."}""";

    public ScriptedAnswer LoginRefused => new() { Status = 401, ContentType = "text/plain", Body = "Forbidden"u8.ToArray() };

    public ScriptedAnswer Throttled => ScriptedAnswer.Json("""{"message":"Domain mg.example.org request limit exceeded"}""", 429);

    public TimeSpan? ThrottleWait => null;

    public CallFault Throttling => CallFault.RateLimited;

    public IReadOnlyList<string> Taken => [.. _taken];

    public bool IsUntouched => Server.Received.Count == 0;

    public Task ReadAsync(CancellationToken cancellation) => _mailer.CheckAsync(cancellation);

    public Task WriteAsync(CancellationToken cancellation)
        => _mailer.SendAsync(new OutgoingMail("eva@example.org", null, "Your talk", "Hello", null, "run_1/mail/eva"), cancellation);

    public void Behave(MailTrouble trouble) => Server.Otherwise = request =>
    {
        if (trouble is MailTrouble.None or MailTrouble.TalksNonsense or MailTrouble.HangsUpAfter or MailTrouble.FallsSilentAfter
            or MailTrouble.CutsTheAnswer or MailTrouble.DripsTheAnswer)
        {
            _taken.Enqueue(MultipartText.Field(request, "h:Message-Id"));
        }

        var taken = ScriptedAnswer.Json(WriteAnswer);
        var now = DateTimeOffset.Parse("2031-05-06T07:08:09Z", CultureInfo.InvariantCulture);
        return trouble switch
        {
            MailTrouble.None => taken,
            MailTrouble.LoginRefused => LoginRefused,
            MailTrouble.Throttled => Throttled,
            // As Mailgun says it: in words, by its own clock.
            MailTrouble.ThrottledFor90Seconds => ScriptedAnswer.Json(
                $$"""{"message":"Domain limit exceeded, try again after {{now.AddSeconds(90).ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture)}} UTC"}""", 429)
                .With(("Date", now.ToString("R"))),
            MailTrouble.BreaksDown => ScriptedAnswer.Json($$"""{"message":"not now, {{Key}}"}""", 503),
            MailTrouble.TalksNonsense => ScriptedAnswer.Json($"<html><title>{Key}</title></html>"),
            MailTrouble.HangsUpBefore or MailTrouble.HangsUpAfter => ScriptedAnswer.Never(Misbehaviour.Close),
            MailTrouble.FallsSilentBefore or MailTrouble.FallsSilentAfter => ScriptedAnswer.Never(Misbehaviour.Silence),
            MailTrouble.CutsTheAnswer => taken with { Misbehaviour = Misbehaviour.CutBody, BytesBefore = 7 },
            MailTrouble.DripsTheAnswer => ScriptedAnswer.Json(WriteAnswer.PadRight(4000)) with { Misbehaviour = Misbehaviour.Drip },
            _ => throw new ArgumentOutOfRangeException(nameof(trouble), trouble, "Mailgun does not do that."),
        };
    };

    public Task TroubleReachedAsync(CancellationToken cancellation) => Server.RequestArrivedAsync(cancellation);

    public ValueTask EndServerAsync() => Server.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
        Log.Dispose();
    }
}
