using System.Globalization;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Reelway.Connectors.Smtp;

/// <summary>What goes wrong with a mail server, as faults.</summary>
/// <remarks>
/// Observed with MailKit 4.18 against a server that misbehaves at each step of the dialogue:
/// <list type="bullet">
/// <item>An answer of 400 to 599 at any step, the one after the dot included: <see cref="SmtpCommandException"/> with that status.
/// The server has said no, so nothing was taken.</item>
/// <item>A refused login: <see cref="AuthenticationException"/>; one that is missing: <see cref="ServiceNotAuthenticatedException"/>.</item>
/// <item>A connection closed, or an answer that is not SMTP: <see cref="SmtpProtocolException"/>; a reset one: <see cref="IOException"/>.
/// They are the same before and after the dot, so the step is known from <see cref="SmtpMessage.MayBeTaken"/>.</item>
/// <item>What the server does not offer (STARTTLS, a login): <see cref="NotSupportedException"/>.</item>
/// </list>
/// </remarks>
internal static class SmtpFaults
{
    // 530 authentication or encryption required, 534 and 535 login refused, 538 encryption required for login (RFC 4954).
    private static readonly int[] LoginCodes = [530, 534, 535, 538];

    /// <param name="what">What could not be done.</param>
    /// <param name="mayBeTaken">Whether the server may have taken a mail.</param>
    /// <param name="cut">Whether the caller has given up, and not the time limit.</param>
    public static ConnectorException From(Exception exception, string what, SmtpOptions options, Redactor redactor, bool mayBeTaken, bool cut = false)
    {
        if (exception.FirstOf<SmtpCommandException>() is { StatusCode: var status } refused && (int)status is >= 400 and <= 599)
        {
            return Refused((int)status, $"{what}: {options.Host}:{options.Port} says: {redactor.Excerpt(refused.Message)} [{(int)status}]", options, redactor);
        }

        if (exception is AuthenticationException or ServiceNotAuthenticatedException)
        {
            return Refused(exception is AuthenticationException ? 535 : 530, $"{what}: {options.Host}:{options.Port} says: {redactor.Excerpt(exception.Message)}", options, redactor);
        }

        var (kind, cause) = cut ? Cut(options) : Meaning(exception, options);
        var advice = mayBeTaken ? "the server may have taken it, look at its log or ask the person before it is sent again" : cause.Advice;
        return new ConnectorException(
            SmtpConnector.Name, mayBeTaken ? CallFault.Transient : kind, redactor.Clean($"{what}: {cause.What}; {advice}"), redactor.Safe(exception))
        {
            OutcomeUnknown = mayBeTaken,
        };
    }

    private static ConnectorException Refused(int code, string sentence, SmtpOptions options, Redactor redactor)
    {
        var (kind, advice) = code switch
        {
            _ when LoginCodes.Contains(code) => (CallFault.Auth, "check user, password and security of the connection"),
            < 500 => (CallFault.Transient, "it is tried again"),
            552 => (CallFault.Permanent, "the mail is too large for the server, or the mailbox is full"),
            550 or 551 or 553 => (CallFault.Permanent, "check the address"),
            _ => (CallFault.Permanent, "the server does not take this mail; its words say why"),
        };
        return new ConnectorException(SmtpConnector.Name, kind, redactor.Clean($"{sentence}; {advice}"))
        {
            RemoteCode = code.ToString(CultureInfo.InvariantCulture),
            Scope = kind == CallFault.Auth ? $"connection:{options.Connection}" : null,
        };
    }

    private static (CallFault Kind, (string What, string Advice) Cause) Cut(SmtpOptions options)
        => (CallFault.Transient, ($"it was cancelled while {options.Host}:{options.Port} was to confirm the mail", "it is tried again"));

    private static (CallFault Kind, (string What, string Advice) Cause) Meaning(Exception exception, SmtpOptions options)
    {
        var server = $"{options.Host}:{options.Port}";
        var socket = exception.FirstOf<SocketException>();
        if (socket?.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData)
        {
            return (CallFault.Transient, ($"the name {options.Host} is unknown", "check host of the connection and the name server"));
        }

        if (socket is not null && socket.SocketErrorCode is not (SocketError.Shutdown or SocketError.ConnectionReset or SocketError.ConnectionAborted))
        {
            return (CallFault.Transient, ($"no connection to {server} ({socket.Message})", "check host and port of the connection; it is tried again"));
        }

        return exception switch
        {
            SslHandshakeException tls => Handshake(tls, server),
            NotSupportedException { Message: SmtpConversation.NoUtf8 } => (CallFault.Permanent,
                ($"{server} takes no letters beyond ASCII before the @ (it does not offer SMTPUTF8)", "correct the address, or give another one of this person")),
            NotSupportedException when options.Security == SmtpSecurity.StartTls && exception.Message.Contains("STARTTLS", StringComparison.Ordinal) => (CallFault.Permanent,
                ($"{server} does not offer STARTTLS", "use the port for submissions (587), security: tls on port 465, or security: none for a server on the same machine")),
            NotSupportedException => (CallFault.Permanent, ($"{server} offers no login that fits ({exception.Message})", "check user and port of the connection")),
            OperationCanceledException => (CallFault.Transient,
                ($"{server} did not answer within {options.Timeout.TotalSeconds:0.###} s", "it is tried again; port 465 needs security: tls")),
            SmtpProtocolException { Message: var words } when !words.Contains("disconnected", StringComparison.Ordinal) => (CallFault.Transient,
                ($"{server} answers something that is not SMTP", "check host and port of the connection")),
            ServiceNotConnectedException or SmtpProtocolException or IOException => (CallFault.Transient, ($"{server} closed the connection", "it is tried again")),
            _ when socket is not null => (CallFault.Transient, ($"{server} closed the connection", "it is tried again")),
            _ => (CallFault.Transient, ($"{server}: {exception.GetBaseException().Message}", "it is tried again")),
        };
    }

    // Without a certificate there was no handshake to speak of: the server speaks in clear, or hung up. A certificate does not mend itself.
    private static (CallFault Kind, (string What, string Advice) Cause) Handshake(SslHandshakeException tls, string server)
        => tls.ServerCertificate is null
            ? (CallFault.Transient, ($"{server} does not encrypt from the first byte, or hung up", "security: tls is for port 465, security: starttls for 587; it is tried again"))
            : (CallFault.Permanent, ($"no secure connection to {server} ({tls.GetBaseException().Message.Split('\n')[0].Trim()})", "check the name and the certificate of the server"));
}
