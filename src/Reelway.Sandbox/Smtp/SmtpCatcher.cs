using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Reelway.Sandbox.Control;
using Reelway.Sandbox.Faults;

namespace Reelway.Sandbox.Smtp;

/// <summary>A mail server that keeps every mail and sends none.</summary>
public sealed class SmtpCatcher : SandboxResident
{
    private static readonly FrozenSet<string> Commands =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "CONNECT", "EHLO", "HELO", "MAIL", "RCPT", "DATA");

    private static readonly IReadOnlyDictionary<string, string> NoParameters = FrozenDictionary<string, string>.Empty;

    private readonly SandboxGround _ground;
    private ListenOptions? _port;

    internal SmtpCatcher(SandboxGround ground)
        : base("smtp") => _ground = ground;

    /// <summary>Oldest first.</summary>
    public Journal<CaughtMail> Messages { get; } = new(Kept);

    internal SmtpSandboxOptions Options => _ground.Options.Smtp;

    internal int Port => _port!.IPEndPoint!.Port;

    internal override IReadOnlyList<FaultEffect> Effects => [.. base.Effects.Except([FaultEffect.ExpireToken])];

    internal override long LargestBodyBytes => Options.LargestMailBytes;

    internal override object State => new { Port, Messages.Total, Mails = Messages.Entries };

    internal override void Listen(KestrelServerOptions kestrel) => kestrel.Listen(IPAddress.Loopback, _ground.Options.SmtpPort, listen =>
    {
        listen.Run(ServeAsync);
        _port = listen;
    });

    internal override SampleConnection Connection(Uri sandbox) => new(
        "smtp",
        "connector: smtp",
        "host: 127.0.0.1",
        $"port: {Port}",
        "security: none",
        "from: Fernwood Conference <talks@example.org>");

    /// <summary>Serves one connection to its end.</summary>
    internal async Task ServeAsync(ConnectionContext connection)
    {
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed, _ground.Stopping);
        try
        {
            await new SmtpSession(this, new SmtpConnection(connection, _ground.Time, Options.IdleLimit, leave.Token)).RunAsync();
        }
        catch (OperationCanceledException) when (leave.IsCancellationRequested)
        {
            // The caller hung up or the sandbox stops; there is nobody left to tell.
        }
        catch (IOException)
        {
            // Reset by the caller in the middle of a line; what was not ended with a dot is not a mail.
        }
    }

    internal SandboxFault? TakeFault(string command, IReadOnlyList<string> addresses)
        => _ground.Faults.Take(Name, command, addresses, NoParameters);

    internal void Log(string command, string argument, int code, SandboxFault? fault)
        => Requests.Add(new SandboxRequest(_ground.Time.GetUtcNow(), command, argument, code, "", fault?.Effect));

    internal void Keep(CaughtMail mail) => Messages.Add(number => mail with { Number = number, At = _ground.Time.GetUtcNow() });

    internal override void MapControl(IEndpointRouteBuilder routes) => routes.MapGet("/mails/{number:long}/raw", (long number)
        => Messages.Entries.FirstOrDefault(mail => mail.Number == number) is { } found
            ? TypedResults.Bytes(found.Bytes, "message/rfc822", string.Create(CultureInfo.InvariantCulture, $"mail-{number}.eml"))
            : Problems.NotFound($"There is no mail {number}."));

    internal override IReadOnlyList<StateTable> Tables() =>
    [
        new("Mails", ["Mail", "Time", "To", "From", "Subject", "Text", "HTML"], [.. Messages.Entries.Reverse().Select(mail => new StateRow(
            new StateCell(mail.Number.ToString(CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"/_sandbox/smtp/mails/{mail.Number}/raw")),
            mail.At, string.Join(", ", mail.To), mail.From, mail.Subject,
            StateCell.Long(mail.Text), StateCell.Long(mail.Html)))]),
    ];

    internal override void Reset()
    {
        Messages.Clear();
        base.Reset();
    }

    internal override string? Refuse(SandboxFault fault) => fault switch
    {
        _ when fault.Match?.Method is not { } method || !Commands.Contains(method)
            => "A fault of the system \"smtp\" needs \"match.method\": CONNECT, EHLO, MAIL, RCPT or DATA (the answer after the final dot).",
        { Status: < 400 } => "\"status\" of an SMTP reply on order must be 400 to 599.",
        { Body: { } body } when body.AsSpan().ContainsAny('\r', '\n') => "\"body\" of an SMTP reply must be one line.",
        _ => null,
    };
}
