using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Reelway.Connectors.Smtp;

/// <summary>Whether a mail server is there and takes the login: greets it, encrypts, logs in, and leaves without a mail.</summary>
/// <remarks>The runtime's mail client can do nothing without sending, so the few lines of the dialogue are spoken here.</remarks>
internal static class SmtpCheck
{
    public const string Call = "greet the mail server and log in";

    public static async Task<ConnectionCheck> RunAsync(SmtpOptions options, ConnectionClients clients, CancellationToken cancellation)
    {
        var redactor = new Redactor(options.Password, Convert.ToBase64String(Encoding.UTF8.GetBytes(options.Password ?? "")));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.Timeout);
        try
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(options.Host, options.Port, limit.Token);
            return await TalkAsync(options, socket.GetStream(), redactor, limit.Token);
        }
        catch (Exception problem) when (problem is SocketException or IOException)
        {
            throw Fault(FaultKind.Transient, $"no connection to {options.Host}:{options.Port} ({problem.GetBaseException().Message}); check host and port of the connection", options, redactor);
        }
        catch (AuthenticationException problem)
        {
            throw Fault(FaultKind.Permanent, $"no secure connection to {options.Host}:{options.Port} ({problem.Message}); check the name and the certificate of the server", options, redactor);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Fault(FaultKind.Transient, $"{options.Host}:{options.Port} did not answer within {options.Timeout.TotalSeconds:0.###} s", options, redactor);
        }
    }

    private static async Task<ConnectionCheck> TalkAsync(SmtpOptions options, Stream bare, Redactor redactor, CancellationToken cancellation)
    {
        var dialogue = new SmtpDialogue(bare, (code, text) => Refused(options, redactor, code, text));
        await dialogue.ExpectAsync(220, cancellation);
        var offers = await dialogue.SayAsync("EHLO localhost", 250, cancellation);
        if (options.Security == SmtpSecurity.StartTls)
        {
            if (!Offers(offers, "STARTTLS"))
            {
                throw Fault(FaultKind.Permanent, $"{options.Host}:{options.Port} does not offer STARTTLS; use the port for submissions (587)", options, redactor);
            }

            await dialogue.SayAsync("STARTTLS", 220, cancellation);
            var secure = new SslStream(bare);
            await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = options.Host }, cancellation);
            dialogue = new SmtpDialogue(secure, (code, text) => Refused(options, redactor, code, text));
            await dialogue.SayAsync("EHLO localhost", 250, cancellation);
        }

        if (!string.IsNullOrEmpty(options.User))
        {
            // The way in which mails log in too.
            await dialogue.SayAsync("AUTH LOGIN", 334, cancellation);
            await dialogue.SayAsync(Base64(options.User), 334, cancellation);
            await dialogue.SayAsync(Base64(options.Password ?? ""), 235, cancellation);
        }

        await dialogue.SayAsync("QUIT", 221, cancellation);
        var security = options.Security == SmtpSecurity.StartTls ? "encrypted" : "not encrypted";
        var login = string.IsNullOrEmpty(options.User) ? "no login" : $"as {options.User}";
        return new ConnectionCheck { Call = Call, Identity = $"{options.Host}:{options.Port}, {login}, {security}; mails come from {options.From}" };
    }

    private static bool Offers(string lines, string what)
        => lines.Split('\n', StringSplitOptions.TrimEntries).Any(line => line.Length > 4 && line[4..].Equals(what, StringComparison.OrdinalIgnoreCase));

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static ConnectorException Refused(SmtpOptions options, Redactor redactor, int code, string text)
    {
        var (kind, advice) = code switch
        {
            0 => (FaultKind.Transient, "it answers something that is not SMTP; check host and port of the connection"),
            530 or 534 or 535 or 538 => (FaultKind.Auth, "check user, password and security of the connection"),
            < 500 => (FaultKind.Transient, "it may work later"),
            _ => (FaultKind.Permanent, "the server's words say why; it must offer AUTH LOGIN when a user is set"),
        };
        return Fault(kind, $"{options.Host}:{options.Port} says: {redactor.Excerpt(text)}; {advice}", options, redactor);
    }

    private static ConnectorException Fault(FaultKind kind, string sentence, SmtpOptions options, Redactor redactor)
        => new(SmtpConnector.Name, kind, redactor.Clean($"could not {Call}: {sentence}"))
        {
            Scope = kind == FaultKind.Auth ? $"connection:{options.Connection}" : null,
        };
}
