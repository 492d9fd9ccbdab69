using System.Collections.Frozen;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Reelway.Sandbox.Control;
using Reelway.Sandbox.Faults;

namespace Reelway.Sandbox.Smtp;

/// <summary>A mail server that keeps every mail and sends none.</summary>
public sealed class SmtpCatcher : ISandboxSystem
{
    private const int KeptMails = 10_000;

    private static readonly FrozenSet<string> Commands =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "CONNECT", "EHLO", "HELO", "MAIL", "RCPT", "DATA");

    private static readonly IReadOnlyDictionary<string, string> NoParameters = FrozenDictionary<string, string>.Empty;

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly CancellationToken _stopping;

    internal SmtpCatcher(SmtpSandboxOptions options, TimeProvider time, CancellationToken stopping)
    {
        Options = options;
        _time = time;
        _stopping = stopping;
    }

    /// <summary>Oldest first.</summary>
    public Journal<CaughtMail> Messages { get; } = new(KeptMails);

    public Journal<SandboxRequest> Requests { get; } = new(KeptMails);

    string ISandboxSystem.Name => "smtp";

    internal SmtpSandboxOptions Options { get; }

    internal FaultBook? Faults { get; set; }

    internal int Port { get; set; }

    /// <summary>Serves one connection to its end.</summary>
    internal async Task ServeAsync(ConnectionContext connection)
    {
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed, _stopping);
        try
        {
            await new SmtpSession(this, new SmtpConnection(connection, _time, Options.IdleLimit, leave.Token)).RunAsync();
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
        => Faults?.Take("smtp", command, addresses, NoParameters);

    internal void Log(string command, string argument, int code, SandboxFault? fault)
        => Requests.Add(new SandboxRequest(_time.GetUtcNow(), command, argument, code, "", fault?.Effect));

    internal void Keep(CaughtMail mail)
    {
        lock (_lock)
        {
            Messages.Add(mail with { Number = Messages.Total + 1, At = _time.GetUtcNow() });
        }
    }

    void ISandboxSystem.Map(IEndpointRouteBuilder routes)
    {
        // Mail comes in on a port of its own.
    }

    void ISandboxSystem.MapControl(IEndpointRouteBuilder routes) => routes.MapGet("/mails/{number:long}/raw", (long number)
        => Messages.Entries.FirstOrDefault(mail => mail.Number == number) is { } found
            ? TypedResults.Bytes(found.Bytes, "message/rfc822", string.Create(CultureInfo.InvariantCulture, $"mail-{number}.eml"))
            : Problems.NotFound($"There is no mail {number}."));

    object ISandboxSystem.Snapshot() => new SmtpSnapshot(Port, Messages.Total, Messages.Entries, Requests.Entries);

    IReadOnlyList<StateTable> ISandboxSystem.Tables() =>
    [
        new("Mails", ["Mail", "Time", "To", "From", "Subject", "Text", "HTML"], [.. Messages.Entries.Reverse().Select(mail => new StateRow(
            new StateCell(mail.Number.ToString(CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"/_sandbox/smtp/mails/{mail.Number}/raw")),
            mail.At.ToString("u", CultureInfo.InvariantCulture), string.Join(", ", mail.To), mail.From, mail.Subject,
            new StateCell(mail.Text ?? "", IsLong: true), new StateCell(mail.Html ?? "", IsLong: true)))]),
    ];

    void ISandboxSystem.Reset()
    {
        lock (_lock)
        {
            Messages.Clear();
            Requests.Clear();
        }
    }

    string? ISandboxSystem.Refuse(SandboxFault fault) => fault switch
    {
        { Effect: FaultEffect.ExpireToken or FaultEffect.IndexLag }
            => "The system \"smtp\" has neither tokens nor an index; use \"status\", \"delay\", \"hang\", \"cut\", \"lost-answer\" or \"rate-limit\".",
        _ when fault.Match?.Method is not { } method || !Commands.Contains(method)
            => "A fault of the system \"smtp\" needs \"match.method\": CONNECT, EHLO, MAIL, RCPT or DATA (the answer after the final dot).",
        { Status: < 400 } => "\"status\" of an SMTP reply on order must be 400 to 599.",
        { Body: { } body } when body.AsSpan().ContainsAny('\r', '\n') => "\"body\" of an SMTP reply must be one line.",
        _ => null,
    };

    ValueTask<RequestContent> ISandboxSystem.ReadAsync(HttpContext context) => ValueTask.FromResult(new RequestContent(NoParameters, ""));

    Task ISandboxSystem.AnswerAsync(HttpContext context, SandboxFault fault)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
