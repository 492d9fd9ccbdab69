using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Reelway.Sandbox.Control;
using Reelway.Sandbox.Faults;

namespace Reelway.Sandbox.Mailgun;

/// <summary>Stand-in for Mailgun's sending API. The regions are <c>/mailgun/us</c> and <c>/mailgun/eu</c>; nothing is delivered.</summary>
public sealed class MailgunSandbox : ISandboxSystem
{
    private const int KeptRequests = 5_000;

    /// <summary>The vendor's limit of a request: 52.4 MiB.</summary>
    private const long LargestRequestBytes = 54_945_382;

    private static readonly FormOptions Form = new() { MultipartBodyLengthLimit = LargestRequestBytes, ValueLengthLimit = (int)LargestRequestBytes };

    private readonly MailgunWorld _world;
    private readonly MailgunKeys _keys;
    private readonly MessageEndpoint _messages;
    private readonly EventsEndpoint _events;
    private readonly MailgunSandboxOptions _options;
    private readonly TimeProvider _time;

    internal MailgunSandbox(MailgunSandboxOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _world = new MailgunWorld(options.Settings);
        _keys = new MailgunKeys(options);
        _messages = new MessageEndpoint(_world, options, time);
        _events = new EventsEndpoint(_world, time);
    }

    /// <summary>Oldest first.</summary>
    public Journal<MailgunMessage> Messages => _world.Messages;

    public Journal<SandboxRequest> Requests { get; } = new(KeptRequests);

    /// <summary>Switches; may be replaced at any time.</summary>
    /// <exception cref="ArgumentException">A value makes no sense.</exception>
    public MailgunSettings Settings
    {
        get => _world.Settings;
        set => _world.Settings = value;
    }

    string ISandboxSystem.Name => "mailgun";

    void ISandboxSystem.Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/{region}/v3/{domain}/messages", SendAsync);
        routes.MapGet("/{region}/v3/{domain}/events", ReadEventsAsync);
    }

    void ISandboxSystem.MapControl(IEndpointRouteBuilder routes)
    {
        routes.MapSettings(SandboxJson.Strict.MailgunSettings, () => Settings, settings => Settings = settings);
    }

    object ISandboxSystem.Snapshot() => new MailgunSnapshot(Settings, _options.Domains, Messages.Total, Messages.Entries, Requests.Entries);

    IReadOnlyList<StateTable> ISandboxSystem.Tables() =>
    [
        new("Mails to Mailgun", ["Mail", "Time", "Domain", "To", "From", "Subject", "Text", "HTML"], [.. Messages.Entries.Reverse().Select(mail => new StateRow(
            mail.Number.ToString(CultureInfo.InvariantCulture) + (mail.IsTest ? ", test" : ""), mail.At.ToString("u", CultureInfo.InvariantCulture),
            $"{mail.Domain} ({mail.Region})", string.Join(", ", mail.To), mail.From, mail.Subject,
            new StateCell(mail.Text ?? "", IsLong: true), new StateCell(mail.Html ?? "", IsLong: true)))]),
    ];

    void ISandboxSystem.Reset()
    {
        _world.Reset();
        _keys.Reset();
        Requests.Clear();
    }

    string? ISandboxSystem.Refuse(SandboxFault fault) => fault.Effect == FaultEffect.IndexLag
        ? "The events of the system \"mailgun\" are late when \"eventLagMs\" of its settings says so; use PATCH /_sandbox/mailgun/settings."
        : null;

    ValueTask<RequestContent> ISandboxSystem.ReadAsync(HttpContext context) => RequestContent.ReadAsync(context, Form, LargestRequestBytes, "to");

    Task ISandboxSystem.AnswerAsync(HttpContext context, SandboxFault fault)
    {
        switch (fault.Effect)
        {
            case FaultEffect.ExpireToken:
                _keys.Revoke(context.Request);
                return MailgunAnswer.Forbidden.WriteAsync(context);
            case FaultEffect.RateLimit:
                var until = _time.GetUtcNow().AddMinutes(fault.Minutes).UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture);
                return MailgunAnswer.Refusal(
                    fault.Status ?? StatusCodes.Status429TooManyRequests, $"Domain request limit exceeded, try again after {until} UTC").WriteAsync(context);
            default:
                var status = fault.Status ?? StatusCodes.Status500InternalServerError;
                return (status == StatusCodes.Status401Unauthorized ? MailgunAnswer.Forbidden : MailgunAnswer.Refusal(status, "Internal Server Error")).WriteAsync(context);
        }
    }

    private Task SendAsync(HttpContext context)
    {
        var (region, domain) = Place(context);
        if ((Admitted(context) ?? Known(region, domain)) is { } refusal)
        {
            return refusal.WriteAsync(context);
        }

        return (context.Request.HasFormContentType
            ? _messages.Run(region, domain, context.Request.Form)
            : MailgunAnswer.Refusal(StatusCodes.Status400BadRequest, "from parameter is missing")).WriteAsync(context);
    }

    private Task ReadEventsAsync(HttpContext context)
    {
        var (region, domain) = Place(context);
        var refusal = Admitted(context) ?? (_keys.MayRead(_keys.Of(context.Request)!) ? Known(region, domain) : MailgunAnswer.Forbidden);
        return (refusal ?? _events.Run(domain, context.Request.Query)).WriteAsync(context);
    }

    private MailgunAnswer? Admitted(HttpContext context) => _keys.Of(context.Request) is null ? MailgunAnswer.Forbidden : null;

    private MailgunAnswer? Known(string region, string domain)
        => _options.Domains.TryGetValue(domain, out var home) && home == region
            ? null
            : MailgunAnswer.Refusal(StatusCodes.Status404NotFound, $"Domain not found: {domain}");

    private static (string Region, string Domain) Place(HttpContext context)
        => ((string)context.Request.RouteValues["region"]!, (string)context.Request.RouteValues["domain"]!);
}
