using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Reelway.Sandbox.Control;
using Reelway.Sandbox.Faults;

namespace Reelway.Sandbox.Webhooks;

/// <summary>Receivers for outgoing webhooks, one per name below <c>/webhooks/</c>; any name exists.</summary>
public sealed class WebhookReceiver : SandboxResident
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ConcurrentDictionary<string, WebhookSettings> _receivers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Receiver, string Id), byte> _ids = new();
    private readonly WebhookSandboxOptions _options;
    private readonly TimeProvider _time;

    internal WebhookReceiver(SandboxGround ground)
        : base("webhooks")
    {
        (_options, _time) = (ground.Options.Webhooks, ground.Time);
        Caller = new WebhookCaller(ground.Time);
        ground.Stopping.Register(Caller.Dispose);
        Seed();
    }

    /// <summary>Oldest first.</summary>
    public Journal<ReceivedWebhook> Received { get; } = new(Kept);

    /// <summary>Sends deliveries to others, on order.</summary>
    public WebhookCaller Caller { get; }

    internal override long LargestBodyBytes => _options.LargestBodyBytes;

    internal override IReadOnlyList<FaultEffect> Effects => [.. base.Effects.Except([FaultEffect.ExpireToken])];

    internal override object State => new
    {
        Receivers = new SortedDictionary<string, object>(_receivers.ToDictionary(one => one.Key, one => (object)new { ChecksSignature = one.Value.Secret is not null, one.Value.Status, one.Value.Body })),
        Received.Total,
        Received = Received.Entries,
        Sent = Caller.Sent.Entries,
    };

    /// <summary>Sets how a receiver answers and what it checks.</summary>
    /// <exception cref="ArgumentException">A value makes no sense.</exception>
    public void Set(string receiver, WebhookSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _receivers[receiver] = settings.Refuse() is { } reason ? throw new ArgumentException(reason) : settings;
    }

    internal override SampleConnection Connection(Uri sandbox) => new("webhooks")
    {
        Notes =
        [
            $"Webhooks can be sent to {sandbox}webhooks/NAME, under any name; PUT {sandbox}_sandbox/webhooks/NAME says how it answers.",
            $"POST {sandbox}_sandbox/webhooks/send sends some to a receiver here: signed, forged, late, cut off, again.",
        ],
    };

    internal override void Map(IEndpointRouteBuilder routes) => routes.Map("/{name}/{**rest}", ReceiveAsync);

    internal override void MapControl(IEndpointRouteBuilder routes)
    {
        routes.MapPut("/{name}", (string name, HttpContext context) => SandboxJson.AcceptAsync<WebhookSettings>(context, settings => Set(name, settings)));
        routes.MapPost("/send", async (HttpContext context, CancellationToken gone) => await SendAsync(context, gone));
        routes.MapPost("/replay/{number:long}", async (long number, HttpContext context) => await Caller.ReplayAsync(number, context.RequestAborted) is { } sent
            ? (IResult)TypedResults.Json(sent, SandboxJson.Readable)
            : TypedResults.NotFound());
    }

    internal override IReadOnlyList<StateTable> Tables() =>
    [
        new("Webhooks", ["Time", "Receiver", "Call", "Signature", "Body", "Answer"], [.. Received.Entries.Reverse().Select(call => new StateRow(
            call.At, call.Receiver, call.Method + " " + call.Path, call.SignatureProblem ?? call.Signature.ToString().ToLowerInvariant(), StateCell.Long(call.Body), call.Status))]),
        new("Webhooks sent", ["Time", "To", "As", "How", "Id", "Answer"], [.. Caller.Sent.Entries.Reverse().Select(call => new StateRow(
            call.At, call.Url.ToString(), call.As.ToString().ToLowerInvariant(), call.How.ToString().ToLowerInvariant(), call.Id, $"{call.Status} {call.Answer}"))]),
    ];

    internal override void Reset()
    {
        Seed();
        _ids.Clear();
        Received.Clear();
        Caller.Reset();
        base.Reset();
    }

    internal override ValueTask<RequestContent> ReadAsync(HttpContext context) => ValueTask.FromResult(new RequestContent(RequestContent.QueryOf(context), ""));

    private void Seed()
    {
        _receivers.Clear();
        foreach (var (name, settings) in _options.Receivers)
        {
            Set(name, settings);
        }
    }

    private async Task<IResult> SendAsync(HttpContext context, CancellationToken gone)
    {
        try
        {
            return TypedResults.Json(await Caller.SendAsync(await SandboxJson.ReadAsync<WebhookCall>(context), gone), SandboxJson.Readable);
        }
        catch (Exception problem) when (problem is JsonException or ArgumentException)
        {
            return Problems.BadRequest(SandboxJson.Sentence(problem));
        }
    }

    private async Task ReceiveAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        var name = (string)context.GetRouteValue("name")!;
        var settings = _receivers.GetValueOrDefault(name) ?? new WebhookSettings();
        var call = Keep(context.Request, name, settings, buffer.ToArray());
        context.Response.StatusCode = call.Status;
        if (call.Status == settings.Status && settings.Body.Length > 0)
        {
            await context.Response.WriteAsync(settings.Body, context.RequestAborted);
        }
    }

    private ReceivedWebhook Keep(HttpRequest request, string name, WebhookSettings settings, byte[] body)
    {
        var now = _time.GetUtcNow();
        var id = request.Headers["webhook-id"].ToString();
        var problem = settings.Secret is not { } secret ? null : WebhookSignature.Problem(
            secret, id, request.Headers["webhook-timestamp"].ToString(), request.Headers["webhook-signature"].ToString(), body, now);
        var (text, isBase64) = Text(body);
        var isRepeated = id.Length > 0 && !_ids.TryAdd((name, id), 0);
        return Received.Add(number => new ReceivedWebhook(
            number, now, name, request.Method, request.Path.Value + request.QueryString.Value,
            request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString(), StringComparer.Ordinal),
            text, isBase64, id.Length == 0 ? null : id, isRepeated,
            settings.Secret is null ? SignatureCheck.Unchecked : problem is null ? SignatureCheck.Valid : SignatureCheck.Invalid,
            problem, problem is null ? settings.Status : StatusCodes.Status401Unauthorized));
    }

    private static (string Text, bool IsBase64) Text(byte[] body)
    {
        try
        {
            return (StrictUtf8.GetString(body), false);
        }
        catch (DecoderFallbackException)
        {
            return (Convert.ToBase64String(body), true);
        }
    }
}
