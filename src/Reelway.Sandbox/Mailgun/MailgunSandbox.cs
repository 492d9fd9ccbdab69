using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Reelway.Sandbox.Control;
using Reelway.Sandbox.Faults;

namespace Reelway.Sandbox.Mailgun;

/// <summary>Stand-in for Mailgun's sending API. The regions are <c>/mailgun/us</c> and <c>/mailgun/eu</c>; nothing is delivered.</summary>
public sealed class MailgunSandbox : SandboxResident<MailgunSettings>
{
    private readonly MailgunKeys _keys;
    private readonly MessageEndpoint _messages;
    private readonly EventsEndpoint _events;
    private readonly MailgunSandboxOptions _options;
    private readonly TimeProvider _time;

    internal MailgunSandbox(SandboxGround ground)
        : base("mailgun", ground.Options.Mailgun.Settings)
    {
        (_options, _time) = (ground.Options.Mailgun, ground.Time);
        _keys = new MailgunKeys(_options);
        _messages = new MessageEndpoint(Messages, _options, () => Settings, _time);
        _events = new EventsEndpoint(Messages, () => Settings, _time);
    }

    /// <summary>Oldest first.</summary>
    public Journal<MailgunMessage> Messages { get; } = new(Kept);

    /// <summary>The vendor's limit of a request: 52.4 MiB.</summary>
    internal override long LargestBodyBytes => 54_945_382;

    internal override object State => new { _options.Domains, Messages.Total, Messages = Messages.Entries };

    internal override SampleConnection Connection(Uri sandbox) => new(
        "mailgun",
        "connector: mailgun",
        $"url: {sandbox}mailgun/{_options.Domains.First().Value}",
        $"domain: {_options.Domains.First().Key}",
        $"api_key: {_options.ApiKey}",
        $"from: Fernwood Conference <talks@{_options.Domains.First().Key}>");

    internal override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/{region}/v3/{domain}/messages", SendAsync);
        routes.MapGet("/{region}/v3/{domain}/events", ReadEventsAsync);
    }

    internal override IReadOnlyList<StateTable> Tables() =>
    [
        new("Mails to Mailgun", ["Mail", "Time", "Domain", "To", "From", "Subject", "Text", "HTML"], [.. Messages.Entries.Reverse().Select(mail => new StateRow(
            mail.Number.ToString(CultureInfo.InvariantCulture) + (mail.IsTest ? ", test" : ""), mail.At,
            $"{mail.Domain} ({mail.Region})", string.Join(", ", mail.To), mail.From, mail.Subject,
            StateCell.Long(mail.Text), StateCell.Long(mail.Html)))]),
    ];

    internal override void Reset()
    {
        Messages.Clear();
        _keys.Reset();
        base.Reset();
    }

    internal override ValueTask<RequestContent> ReadAsync(HttpContext context) => RequestContent.ReadAsync(context, "to", (int)LargestBodyBytes);

    internal override Task AnswerAsync(HttpContext context, SandboxFault fault)
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
