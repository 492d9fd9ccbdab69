using System.Net;
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
    public IReadOnlyList<string> Scopes => [ConnectionScope.Pause(_options.Connection), ConnectionScope.Of(_options.Connection)];

    /// <inheritdoc/>
    public async Task SendAsync(OutgoingMail mail, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(mail);
        using var message = Compose(mail);
        using var client = Client();
        cancellation.ThrowIfCancellationRequested();

        var began = _clock.GetTimestamp();
        try
        {
            await FinishAsync(Begin(client, message), client, message, cancellation);
        }
        catch (Exception exception) when (cancellation.IsCancellationRequested && !message.MayBeTaken)
        {
            throw new OperationCanceledException("The mail was not sent.", exception, cancellation);
        }
        catch (Exception exception)
        {
            var fault = SmtpFaults.From(exception, mail, _options, _redactor, message.MayBeTaken);
            _watch?.Ended(_options.Connection, fault);
            _log.MailFailed(fault.Message, fault.Kind, fault.OutcomeUnknown);
            throw fault;
        }

        _watch?.Ended(_options.Connection, fault: null);
        _log.MailTaken(message.Message.Headers["Message-ID"]!, _options.Host, _clock.GetElapsedTime(began).TotalMilliseconds);
    }

    // On a thread of its own: SendMailAsync waits for the server on a pool thread in .NET 10, and 16 mails at once to a
    // server in the same process took 12 s on two cores, for want of threads; like this they take 0.4 s.
    private static Task Begin(SmtpClient client, SmtpMessage message)
        => Task.Factory.StartNew(
            () => client.Send(message.Message), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    // A cancellation ends the dialogue at once as long as nothing can have been taken. Later it would only hide the answer.
    private async Task FinishAsync(Task sending, SmtpClient client, SmtpMessage message, CancellationToken cancellation)
    {
        try
        {
            await sending.WaitAsync(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            if (message.MayBeTaken)
            {
                await sending.WaitAsync(LastWords, _clock, CancellationToken.None);
                return;
            }

            // Cuts the connection, so that nothing goes out any more; what was waiting for it fails.
            client.Dispose();
            await sending;
        }
    }

    private SmtpMessage Compose(OutgoingMail mail)
    {
        if (_options.Port == SmtpOptions.ImplicitTlsPort)
        {
            throw new ConnectorException(SmtpConnector.Name, FaultKind.Permanent, SmtpOptions.ImplicitTlsSentence);
        }

        return new SmtpMessage(mail, MailEnvelope.Of(mail, SmtpConnector.Name, _from, _redactor));
    }

    private SmtpClient Client() => new(_options.Host, _options.Port)
    {
        EnableSsl = _options.Security == SmtpSecurity.StartTls,
        Timeout = (int)_options.Timeout.TotalMilliseconds,
        // Before Credentials: setting it later would clear them.
        UseDefaultCredentials = false,
        Credentials = string.IsNullOrEmpty(_options.User) ? null : new NetworkCredential(_options.User, _options.Password),
    };
}
