using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;

namespace Reelway.Connectors.Aws;

/// <summary>Calls one of AWS's services with JSON 1.0 or 1.1, or with REST and JSON, signed; nothing else.</summary>
internal sealed class AwsJsonClient
{
    private readonly AwsService _service;
    private readonly AwsOptions _options;
    private readonly AwsCredentials _credentials;
    private readonly AwsFaults _faults;
    private readonly HttpCalls _calls;
    private readonly AwsSignature _signature;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;

    // How far this machine's clock is ahead, once AWS has refused a signature for it; in ticks.
    private long _skew;

    public AwsJsonClient(AwsService service, Uri? address, AwsOptions options, AwsCredentials credentials, ConnectorHttp http, Redactor redactor)
    {
        _service = service;
        _options = options;
        _credentials = credentials;
        _faults = new AwsFaults(options, redactor);
        _calls = http.For(new HttpCallRules(AwsConnector.Name, redactor, _faults.Of) { Connection = options.Connection });
        _signature = new AwsSignature(options.Region ?? "", service.SigningName);
        _clock = http.Clock;
        _log = http.Logs.CreateLogger<AwsJsonClient>();
        Address = address ?? new Uri($"https://{service.Host}.{options.Region}.amazonaws.com/");
    }

    /// <summary>The configured address. What a queue's URL names as its host is not called: local servers name hosts that do not exist.</summary>
    public Uri Address { get; }

    public AwsFaults Faults => _faults;

    /// <summary>Makes a call; credentials that have expired and a clock that is wrong are put right once.</summary>
    /// <remarks>A refused signature means that the call had no effect, so the repetition is safe for writes too.</remarks>
    public Task<HttpAnswer> CallAsync<TRequest>(
        string what, string operation, TRequest body, JsonTypeInfo<TRequest> shape, CallEffect effect, TimeSpan extra, CancellationToken cancellation)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, shape);
        return RepairAsync(what, () => Post(operation, bytes), bytes, effect, extra, cancellation);
    }

    /// <summary>Makes a call of a service whose operations are methods and paths.</summary>
    /// <param name="path">Below the address, with its query.</param>
    /// <param name="body">JSON; empty for none.</param>
    public Task<HttpAnswer> CallAsync(string what, HttpMethod method, string path, byte[] body, CallEffect effect, CancellationToken cancellation)
    {
        var address = new Uri($"{Address.AbsoluteUri.TrimEnd('/')}/{path}");
        return RepairAsync(what, () => WithBody(new HttpRequestMessage(method, address), body, "application/json"), body, effect, TimeSpan.Zero, cancellation);
    }

    /// <summary>Reads an answer; an empty one is the empty object.</summary>
    public T Read<T>(HttpAnswer answer, JsonTypeInfo<T> shape)
    {
        try
        {
            return (answer.Body.IsEmpty ? JsonSerializer.Deserialize("{}"u8, shape) : JsonSerializer.Deserialize(answer.Body.Span, shape))
                ?? throw _faults.Malformed(answer, "answered null");
        }
        catch (JsonException)
        {
            throw _faults.Malformed(answer, "the answer is not what the service sends");
        }
    }

    private async Task<HttpAnswer> RepairAsync(string what, Func<HttpRequestMessage> make, byte[] body, CallEffect effect, TimeSpan extra, CancellationToken cancellation)
    {
        try
        {
            return await SendAsync(what, make, body, effect, extra, cancellation);
        }
        catch (ConnectorException fault) when (fault.Kind == CallFault.Auth && fault.RemoteCode is { } code && CanRepair(code, fault))
        {
            return await SendAsync(what, make, body, effect, extra, cancellation);
        }
    }

    private async Task<HttpAnswer> SendAsync(string what, Func<HttpRequestMessage> make, byte[] body, CallEffect effect, TimeSpan extra, CancellationToken cancellation)
    {
        var identity = await _credentials.GetAsync(cancellation);
        return await _calls.SendAsync(new HttpCall(what, () => Sign(make(), body, identity), _options.CallTimeout + extra, effect), cancellation);
    }

    private HttpRequestMessage Post(string operation, byte[] body)
    {
        var request = WithBody(new HttpRequestMessage(HttpMethod.Post, Address), body, $"application/x-amz-json-{_service.JsonVersion}");
        request.Headers.Add("X-Amz-Target", $"{_service.Target}.{operation}");
        if (_service.SigningName == "sqs")
        {
            // Asks for the older name of an error's code, which some servers send alone.
            request.Headers.Add("x-amzn-query-mode", "true");
        }

        return request;
    }

    private static HttpRequestMessage WithBody(HttpRequestMessage request, byte[] body, string contentType)
    {
        if (body.Length > 0)
        {
            request.Content = new ByteArrayContent(body);
            // No character set behind it: the services want exactly this.
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        return request;
    }

    // The date ages: each sending is signed by itself.
    private HttpRequestMessage Sign(HttpRequestMessage request, byte[] body, AwsIdentity identity)
    {
        _signature.Sign(request, body, identity, _clock.GetUtcNow() - TimeSpan.FromTicks(Interlocked.Read(ref _skew)));
        return request;
    }

    private bool CanRepair(string code, ConnectorException fault)
    {
        if (AwsCodes.IsExpired(code))
        {
            _log.CredentialsExpired(_options.Connection);
            return _credentials.Renew();
        }

        if (code != "RequestTimeTooSkewed" || fault.Data[AwsFaults.SkewData] is not TimeSpan skew)
        {
            return false;
        }

        _log.ClockIsWrong(_options.Connection, skew.TotalSeconds);
        return Interlocked.Exchange(ref _skew, skew.Ticks) != skew.Ticks;
    }
}

/// <summary>What one of the services is called.</summary>
/// <param name="Host">First part of its host's name.</param>
/// <param name="Target">What stands before the operation's name; null for a service with methods and paths.</param>
internal sealed record AwsService(string Host, string SigningName, string? Target, string? JsonVersion)
{
    public static AwsService Sqs { get; } = new("sqs", "sqs", "AmazonSQS", "1.0");

    public static AwsService Events { get; } = new("events", "events", "AWSEvents", "1.1");

    public static AwsService Secrets { get; } = new("secretsmanager", "secretsmanager", "secretsmanager", "1.1");

    public static AwsService Scheduler { get; } = new("scheduler", "scheduler", null, null);
}
