using System.Text;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Reelway.Connectors.Smtp;

/// <summary>One connection to a mail server, from the greeting to the goodbye.</summary>
internal sealed class SmtpConversation(SmtpOptions options) : IDisposable
{
    /// <summary>Says that the server can't be given an address with a letter beyond ASCII before the @.</summary>
    public const string NoUtf8 = "The server does not offer SMTPUTF8.";

    // What a server may take to answer QUIT. Nothing depends on it.
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(1);

    private readonly SmtpClient _client = new(new SmtpProgress())
    {
        // The caller limits the whole: a limit per answer would let a dripping server take for ever.
        Timeout = Timeout.Infinite,
        // A revocation list is a call to somewhere else, which many servers may not make.
        CheckCertificateRevocation = false,
    };

    /// <summary>How far it went.</summary>
    public SmtpProgress Progress => (SmtpProgress)_client.ProtocolLogger;

    /// <summary>Greets the server, encrypts and logs in, as the options say.</summary>
    public async Task OpenAsync(CancellationToken cancellation)
    {
        await _client.ConnectAsync(options.Host, options.Port, Security(options.Security), cancellation);
        // In one piece and ended by a dot: whether the dot went out decides whether a mail may have been taken.
        _client.Capabilities &= ~(SmtpCapabilities.Chunking | SmtpCapabilities.BinaryMime);
        if (!string.IsNullOrEmpty(options.User))
        {
            await _client.AuthenticateAsync(Encoding.UTF8, options.User, options.Password ?? "", cancellation);
        }
    }

    /// <summary>Sends a mail; returns when the server has taken it.</summary>
    public Task SendAsync(MimeMessage message, CancellationToken cancellation)
    {
        var format = FormatOptions.Default.Clone();
        // RFC 6531: only such a server can be given an address with a letter beyond ASCII before the @.
        format.International = NeedsInternational(message);
        if (format.International && !_client.Capabilities.HasFlag(SmtpCapabilities.UTF8))
        {
            throw new NotSupportedException(NoUtf8);
        }

        return _client.SendAsync(format, message, cancellation);
    }

    /// <summary>Says goodbye. Whatever goes wrong with it changes nothing any more.</summary>
    public async Task CloseAsync(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Goodbye);
        try
        {
            await _client.DisconnectAsync(quit: true, limit.Token);
        }
        catch (Exception problem) when (problem is IOException or ProtocolException or CommandException or OperationCanceledException)
        {
            // The mail was taken, or the check has passed: a lost goodbye says nothing about either.
        }
    }

    public void Dispose() => _client.Dispose();

    private static bool NeedsInternational(MimeMessage message)
        => message.To.Mailboxes.Concat(message.From.Mailboxes).Any(mailbox => mailbox.IsInternational && !Ascii.IsValid(mailbox.LocalPart));

    private static SecureSocketOptions Security(SmtpSecurity security) => security switch
    {
        SmtpSecurity.None => SecureSocketOptions.None,
        SmtpSecurity.StartTls => SecureSocketOptions.StartTls,
        SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
        _ => throw new ArgumentOutOfRangeException(nameof(security), security, "There is no such security."),
    };
}
