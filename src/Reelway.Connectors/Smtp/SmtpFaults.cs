using System.Net.Mail;
using System.Net.Sockets;
using System.Security.Authentication;
using Reelway.Connectors.Mail;

namespace Reelway.Connectors.Smtp;

/// <summary>What the runtime's mail client throws, as faults.</summary>
/// <remarks>
/// Observed on .NET 10 against a server that misbehaves at each step of the dialogue:
/// <list type="bullet">
/// <item>An answer of 400 to 599 at any step, the one after the dot included: <see cref="SmtpException"/> with that status
/// (after RCPT 5xx: <see cref="SmtpFailedRecipientException"/>). The server has said no, so nothing was taken.</item>
/// <item>A connection closed or reset: status -1 and an <see cref="IOException"/> inside, the same at every step, before and
/// after the dot. Time-outs: status -1, "The operation has timed out.", likewise. So the step is told by
/// <see cref="WatchedStream"/>, not by the exception.</item>
/// <item>An unreadable answer: status -1 and a <see cref="FormatException"/>; an answer without a known number: that number.</item>
/// <item>A refused login (535): nothing at all. The client goes on, and the server answers 530 or 550 to MAIL or RCPT.</item>
/// <item>Disposing the client cuts the connection and ends a send that waits. (Sent asynchronously, it hears its cancellation
/// only until the text is out: after the dot it waits for the answer until its time-out.)</item>
/// <item>Whatever goes wrong at QUIT is not reported, rightly: the mail was taken.</item>
/// </list>
/// </remarks>
internal static class SmtpFaults
{
    // 530 authentication or encryption required, 534 and 535 login refused, 538 encryption required for login (RFC 4954).
    private static readonly int[] LoginCodes = [530, 534, 535, 538];

    public static ConnectorException From(Exception exception, OutgoingMail mail, SmtpOptions options, Redactor redactor, bool mayBeTaken)
    {
        var what = $"could not send the mail to {mail.To}";
        if (exception is SmtpException { StatusCode: var status } && (int)status is >= 400 and <= 599)
        {
            return Refused((int)status, $"{what}: {redactor.Excerpt(exception.Message)} [{(int)status}]", options, redactor);
        }

        var unknown = mayBeTaken;
        var (kind, cause) = Meaning(exception, options);
        var advice = unknown ? "the server may have taken it, look at its log or ask the person before it is sent again" : cause.Advice;
        return new ConnectorException(
            SmtpConnector.Name, unknown ? FaultKind.Transient : kind, redactor.Clean($"{what}: {cause.What}; {advice}"), redactor.Safe(exception))
        {
            OutcomeUnknown = unknown,
        };
    }

    private static ConnectorException Refused(int code, string sentence, SmtpOptions options, Redactor redactor)
    {
        var (kind, advice) = code switch
        {
            _ when LoginCodes.Contains(code) => (FaultKind.Auth, "check user, password and security of the connection; the server must offer AUTH LOGIN"),
            < 500 => (FaultKind.Transient, "it is tried again"),
            552 => (FaultKind.Permanent, "the mail is too large for the server, or the mailbox is full"),
            550 or 551 or 553 => (FaultKind.Permanent, "check the address"),
            _ => (FaultKind.Permanent, "the server does not take this mail; its words say why"),
        };
        return new ConnectorException(SmtpConnector.Name, kind, redactor.Clean($"{sentence}; {advice}"))
        {
            RemoteCode = code.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Scope = kind == FaultKind.Auth ? $"connection:{options.Connection}" : null,
        };
    }

    private static (FaultKind Kind, (string What, string Advice) Cause) Meaning(Exception exception, SmtpOptions options)
    {
        var server = $"{options.Host}:{options.Port}";
        var socket = exception.FirstOf<SocketException>();
        if (socket?.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData)
        {
            return (FaultKind.Transient, ($"the name {options.Host} is unknown", "check host of the connection and the name server"));
        }

        if (socket is not null && socket.SocketErrorCode is not (SocketError.Shutdown or SocketError.ConnectionReset or SocketError.ConnectionAborted))
        {
            return (FaultKind.Transient, ($"no connection to {server} ({socket.Message})", "check host and port of the connection; it is tried again"));
        }

        if (exception.FirstOf<AuthenticationException>() is { } tls)
        {
            return (FaultKind.Permanent, ($"no secure connection to {server} ({tls.Message})", "check the name and the certificate of the server"));
        }

        if (exception is TimeoutException)
        {
            // Only a cancelled send is waited for with a limit of ours.
            return (FaultKind.Transient, ($"it was cancelled while {server} was to confirm the mail", "it is tried again"));
        }

        // The runtime gives the reason by its words only; they are not translated.
        return exception.Message switch
        {
            "Server does not support secure connections." => (FaultKind.Permanent,
                ($"{server} does not offer STARTTLS", "use the port for submissions (587), or set security: none for a server on the same machine")),
            "The operation has timed out." => (FaultKind.Transient,
                ($"{server} did not answer within {options.Timeout.TotalSeconds:0.###} s", "it is tried again; a server that speaks TLS from the first byte is not supported")),
            _ when socket is not null || exception.FirstOf<IOException>() is not null => (FaultKind.Transient, ($"{server} closed the connection", "it is tried again")),
            _ when exception.FirstOf<FormatException>() is not null => (FaultKind.Transient, ($"{server} answers something that is not SMTP", "check host and port of the connection")),
            _ => (FaultKind.Transient, ($"{server}: {exception.GetBaseException().Message}", "it is tried again")),
        };
    }
}
