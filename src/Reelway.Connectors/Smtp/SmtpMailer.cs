using System.Net.Mail;
using System.Text;
using Microsoft.Extensions.Logging;
using Reelway.Connectors.Mail;

namespace Reelway.Connectors.Smtp;

/// <summary>Sends mails through one mail server.</summary>
/// <remarks>Fails with <see cref="ConnectorException"/> only, besides cancellation. Each mail has its own connection.</remarks>
public sealed class SmtpMailer : IMailer
{
    // How long a cancelled send still listens once the text is out: most servers answer within it, and nobody has to ask.
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(3);

    private readonly SmtpOptions _options;
    private readonly MailAddress? _from;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly Redactor _redactor;
    private readonly ConnectionWatch? _watch;

    private SmtpMailer(SmtpOptions options, ILoggerFactory logs, TimeProvider clock, ConnectionWatch? watch)
    {
        _watch = watch;
        _options = options;
        _clock = clock;
        _log = logs.CreateLogger<SmtpMailer>();
        _from = MailText.AddressOf(options.From);
        // A server that quotes the dialogue quotes the login in base 64.
        _redactor = new Redactor(options.Password, Convert.ToBase64String(Encoding.UTF8.GetBytes(options.Password ?? "")));
    }

    /// <summary>The mailer of a connection with these options; any number of connections can exist at once.</summary>
    public static SmtpMailer Create(SmtpOptions options, ILoggerFactory logs, TimeProvider clock, ConnectionWatch? watch = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(logs);
        ArgumentNullException.ThrowIfNull(clock);
        return new SmtpMailer(options, logs, clock, watch);
    }

    /// <inheritdoc/>
    public async Task SendAsync(OutgoingMail mail, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(mail);
        using var conversation = new SmtpConversation(_options);
        using var message = new SmtpMessage(mail, MailEnvelope.Of(mail, SmtpConnector.Name, _from, _redactor), conversation.Progress);
        cancellation.ThrowIfCancellationRequested();

        var began = _clock.GetTimestamp();
        try
        {
            await SendAsync(conversation, message, cancellation);
        }
        catch (Exception exception) when (cancellation.IsCancellationRequested && !message.MayBeTaken)
        {
            throw new OperationCanceledException("The mail was not sent.", exception, cancellation);
        }
        catch (Exception exception)
        {
            var cut = exception is OperationCanceledException && cancellation.IsCancellationRequested;
            var fault = SmtpFaults.From(exception, $"could not send the mail to {mail.To}", _options, _redactor, message.MayBeTaken, cut);
            _watch?.Ended(_options.Connection, fault);
            _log.MailFailed(fault.Message, fault.Kind, fault.OutcomeUnknown);
            throw fault;
        }

        _watch?.Ended(_options.Connection, fault: null);
        _log.MailTaken(message.Message.MessageId!, _options.Host, _clock.GetElapsedTime(began).TotalMilliseconds);
        await conversation.CloseAsync(CancellationToken.None);
    }

    private async Task SendAsync(SmtpConversation conversation, SmtpMessage message, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(_options.Timeout, _clock);
        // A cancellation ends the dialogue at once as long as nothing can have been taken. Later it would only hide the answer.
        await using var asked = cancellation.UnsafeRegister(_ => limit.CancelAfter(message.MayBeTaken ? LastWords : TimeSpan.Zero), null);
        await conversation.OpenAsync(limit.Token);
        await conversation.SendAsync(message.Message, limit.Token);
    }
}
