using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Reelway.Sandbox.Control;
using Reelway.Sandbox.Faults;

namespace Reelway.Sandbox.Webhooks;

/// <summary>Receivers for outgoing webhooks, one per name below <c>/webhooks/</c>; any name exists.</summary>
public sealed class WebhookReceiver : ISandboxSystem
{
    private const int KeptCalls = 10_000;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ConcurrentDictionary<string, WebhookSettings> _receivers = new(StringComparer.Ordinal);
    private readonly HashSet<(string Receiver, string Id)> _ids = [];
    private readonly Lock _lock = new();
    private readonly WebhookSandboxOptions _options;
    private readonly TimeProvider _time;

    internal WebhookReceiver(WebhookSandboxOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        foreach (var (name, settings) in options.Receivers)
        {
            Set(name, settings);
        }
    }

    /// <summary>Oldest first.</summary>
    public Journal<ReceivedWebhook> Received { get; } = new(KeptCalls);

    public Journal<SandboxRequest> Requests { get; } = new(KeptCalls);

    string ISandboxSystem.Name => "webhooks";

    /// <summary>Sets how a receiver answers and what it checks.</summary>
    /// <exception cref="ArgumentException">A value makes no sense.</exception>
    public void Set(string receiver, WebhookSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _receivers[receiver] = settings.Refuse() is { } reason ? throw new ArgumentException(reason) : settings;
    }

    void ISandboxSystem.Map(IEndpointRouteBuilder routes) => routes.Map("/{name}/{**rest}", ReceiveAsync);

    void ISandboxSystem.MapControl(IEndpointRouteBuilder routes) => routes.MapPut("/{name}", (string name, HttpContext context)
        => SandboxJson.AcceptAsync(context, SandboxJson.Strict.WebhookSettings, settings => Set(name, settings)));

    object ISandboxSystem.Snapshot() => new WebhookSnapshot(
        new SortedDictionary<string, WebhookSettings>(_receivers, StringComparer.Ordinal), Received.Total, Received.Entries, Requests.Entries);

    IReadOnlyList<StateTable> ISandboxSystem.Tables() =>
    [
        new("Webhooks", ["Time", "Receiver", "Call", "Signature", "Body", "Answer"], [.. Received.Entries.Reverse().Select(call => new StateRow(
            call.At.ToString("u", CultureInfo.InvariantCulture), call.Receiver, call.Method + " " + call.Path,
            call.SignatureProblem ?? call.Signature.ToString().ToLowerInvariant(), new StateCell(call.Body, IsLong: true),
            call.Status.ToString(CultureInfo.InvariantCulture)))]),
    ];

    void ISandboxSystem.Reset()
    {
        lock (_lock)
        {
            _ids.Clear();
            Received.Clear();
            Requests.Clear();
        }
    }

    string? ISandboxSystem.Refuse(SandboxFault fault) => fault.Effect is FaultEffect.IndexLag or FaultEffect.ExpireToken
        ? "The system \"webhooks\" has neither tokens nor an index; use \"status\", \"delay\", \"hang\", \"cut\", \"lost-answer\" or \"rate-limit\"."
        : null;

    ValueTask<RequestContent> ISandboxSystem.ReadAsync(HttpContext context) => ValueTask.FromResult(new RequestContent(
        context.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal), ""));

    Task ISandboxSystem.AnswerAsync(HttpContext context, SandboxFault fault)
    {
        if (fault.Effect == FaultEffect.RateLimit)
        {
            context.Response.Headers.RetryAfter = (fault.Minutes * 60).ToString(CultureInfo.InvariantCulture);
        }

        context.Response.StatusCode = fault.Status
            ?? (fault.Effect == FaultEffect.RateLimit ? StatusCodes.Status429TooManyRequests : StatusCodes.Status500InternalServerError);
        return Task.CompletedTask;
    }

    private async Task ReceiveAsync(HttpContext context)
    {
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = _options.LargestBodyBytes;
        using var buffer = new MemoryStream();
        try
        {
            await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        }
        catch (BadHttpRequestException e)
        {
            context.Response.StatusCode = e.StatusCode;
            return;
        }

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
        lock (_lock)
        {
            var call = new ReceivedWebhook(
                Received.Total + 1, now, name, request.Method, request.Path.Value + request.QueryString.Value,
                request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString(), StringComparer.Ordinal),
                text, isBase64, id.Length == 0 ? null : id, Repeated: id.Length > 0 && !_ids.Add((name, id)),
                settings.Secret is null ? SignatureCheck.Unchecked : problem is null ? SignatureCheck.Valid : SignatureCheck.Invalid,
                problem, problem is null ? settings.Status : StatusCodes.Status401Unauthorized);
            Received.Add(call);
            return call;
        }
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
