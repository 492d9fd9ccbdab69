using System.Net.Mail;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Reelway.Connectors.Mail;

namespace Reelway.Connectors.Mailgun;

/// <summary>Sends mails through one domain at Mailgun.</summary>
/// <remarks>
/// Mailgun knows no key that makes a repetition harmless. So a mail whose answer was lost is searched for in the domain's
/// events; what is found there was taken. What is not found may still be on its way into the events: a person decides.
/// </remarks>
public sealed class MailgunMailer : IMailer
{
    // The two clocks differ, and a search that begins too early costs nothing.
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    // Carries our id beside the Message-ID, which Mailgun replaces by its own when it does not like it.
    private const string IdVariable = "reelway-id";

    private readonly MailgunOptions _options;
    private readonly MailgunClient _client;
    private readonly Redactor _redactor;
    private readonly MailAddress? _from;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;

    private MailgunMailer(MailgunOptions options, ConnectorHttp http)
    {
        _options = options;
        _redactor = new Redactor(options.ApiKey);
        _client = new MailgunClient(options, http, _redactor);
        _from = MailText.AddressOf(options.From);
        _clock = http.Clock;
        _log = http.Logs.CreateLogger<MailgunMailer>();
    }

    /// <summary>The mailer of a connection with these options; any number of connections can exist at once.</summary>
    public static MailgunMailer Create(MailgunOptions options, ConnectorHttp http)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(http);
        return new MailgunMailer(options, http);
    }

    /// <summary>A harmless call that shows whether key, domain and region fit together.</summary>
    /// <exception cref="ConnectorException">They do not, or Mailgun can't be reached.</exception>
    public Task CheckAsync(CancellationToken cancellation)
        => _client.FindEventsAsync($"read the events of {_options.Domain}", "nobody@example.org", _clock.GetUtcNow(), cancellation);

    /// <inheritdoc/>
    public async Task SendAsync(OutgoingMail mail, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(mail);
        var envelope = MailEnvelope.Of(mail, MailgunConnector.Name, _from, _redactor);
        var began = _clock.GetUtcNow();
        try
        {
            await _client.PostMessageAsync($"send the mail to {mail.To}", Fields(mail, envelope), cancellation);
        }
        catch (ConnectorException fault) when (fault.OutcomeUnknown && _options.LookFor > TimeSpan.Zero && !cancellation.IsCancellationRequested)
        {
            if (!await WasTakenAsync(mail, envelope, began, cancellation))
            {
                throw;
            }
        }
    }

    private List<(string Name, string Value)> Fields(OutgoingMail mail, MailEnvelope envelope)
    {
        var fields = new List<(string, string)>
        {
            ("from", Written(envelope.From)),
            ("to", Written(envelope.To)),
            ("subject", mail.Subject),
            ("h:Message-Id", envelope.MessageId),
            ($"v:{IdVariable}", Bare(envelope.MessageId)),
            // Mailgun refuses a mail with an empty text and no other.
            ("text", mail.Text.Length > 0 ? MailText.WithMailLineEnds(mail.Text) : "\r\n"),
        };
        if (!string.IsNullOrEmpty(mail.Html))
        {
            fields.Add(("html", MailText.WithMailLineEnds(mail.Html)));
        }

        if (mail.IsNotice)
        {
            fields.Add(($"h:{OutgoingMail.AutoSubmitted.Name}", OutgoingMail.AutoSubmitted.Value));
        }

        if (_options.TestMode)
        {
            fields.Add(("o:testmode", "yes"));
        }

        return fields;
    }

    /// <returns>False when it was not found: that proves nothing.</returns>
    private async Task<bool> WasTakenAsync(OutgoingMail mail, MailEnvelope envelope, DateTimeOffset began, CancellationToken cancellation)
    {
        var started = _clock.GetTimestamp();
        try
        {
            for (var pause = FirstPause; ; pause *= 2)
            {
                var events = await _client.FindEventsAsync($"search for the mail to {mail.To}", mail.To, began - ClockDifference, cancellation);
                if (events.Any(each => IsOf(each, Bare(envelope.MessageId))))
                {
                    _log.LostMailFound(_options.Connection, envelope.MessageId);
                    return true;
                }

                if (_clock.GetElapsedTime(started) + pause > _options.LookFor)
                {
                    return false;
                }

                await Task.Delay(pause, _clock, cancellation);
            }
        }
        catch (ConnectorException fault)
        {
            // The first fault is the one that matters; this one says only why nothing more is known.
            _log.SearchFailed(_options.Connection, envelope.MessageId, fault.Message);
            return false;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The mail may be out: that has to be told, and not that somebody stopped waiting.
            return false;
        }
    }

    private static bool IsOf(MailgunEvent happened, string id)
        => happened.Message?.Headers?.MessageId is { } message && Bare(message) == id
            || (happened.UserVariables is { ValueKind: JsonValueKind.Object } variables
                && variables.TryGetProperty(IdVariable, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() == id);

    // Answers carry the brackets, events do not.
    private static string Bare(string messageId) => messageId.Trim('<', '>');

    private static string Written(MailAddress address)
        => address.DisplayName.Length == 0
            ? address.Address
            : $"\"{new StringBuilder(address.DisplayName).Replace("\\", "\\\\").Replace("\"", "\\\"")}\" <{address.Address}>";
}
