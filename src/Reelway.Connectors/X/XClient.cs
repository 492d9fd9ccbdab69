using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Reelway.Connectors.X;

/// <summary>HTTP calls of X's API, version 2, and their answers as records; nothing else.</summary>
internal sealed class XClient
{
    private readonly XOptions _options;
    private readonly HttpCalls _calls;
    private readonly TimeProvider _clock;

    // How far X's clock is ahead of ours, once an answer has shown it: it refuses signatures whose time is minutes away.
    private TimeSpan _skew;

    public XClient(XOptions options, ConnectionTools tools, Redactor redactor)
    {
        _options = options;
        _clock = tools.Clock;
        Faults = new XFaults(options, redactor);
        _calls = tools.Http.For(new HttpCallRules(XConnector.Name, redactor, Judge) { Connection = options.Connection });
        Keyring = new XKeyring(options, tools, Faults, redactor);
    }

    public XFaults Faults { get; }

    /// <summary>The time by X's clock, as far as an answer has shown it.</summary>
    public DateTimeOffset Now => _clock.GetUtcNow() + _skew;

    /// <summary>The keys that calls are made with.</summary>
    public XKeyring Keyring { get; }

    public Task<HttpAnswer> GetAsync(string what, string path, CancellationToken cancellation)
        => SendAsync(what, HttpMethod.Get, path, CallEffect.None, _options.CallTimeout, static () => null, cancellation);

    /// <summary>A call with keys that are not kept yet.</summary>
    public Task<HttpAnswer> GetAsync(string what, string path, XSigner signer, CancellationToken cancellation)
        => SendAsync(what, HttpMethod.Get, path, CallEffect.None, _options.CallTimeout, static () => null, signer, cancellation);

    /// <summary>A call with a body in JSON.</summary>
    public Task<HttpAnswer> PostAsync<T>(string what, string path, CallEffect effect, T body, JsonTypeInfo<T> shape, CancellationToken cancellation)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, shape);
        return SendAsync(what, HttpMethod.Post, path, effect, _options.CallTimeout, () => Content(bytes), cancellation);
    }

    /// <summary>Sends a part of a file, or all of it.</summary>
    public Task<HttpAnswer> PostFileAsync(string what, string path, IReadOnlyList<(string Name, string Value)> fields, Func<HttpContent> file, CancellationToken cancellation)
        => SendAsync(what, HttpMethod.Post, path, CallEffect.Repeatable, _options.TransferTimeout, () => FormParts.Of(fields, "media", file()), cancellation);

    /// <summary>A call without a body, whose repetition does no harm.</summary>
    public Task<HttpAnswer> SendEmptyAsync(string what, HttpMethod method, string path, CancellationToken cancellation)
        => SendAsync(what, method, path, CallEffect.Repeatable, _options.CallTimeout, static () => null, cancellation);

    /// <summary>What an answer holds; one that does not fit its shape is a fault.</summary>
    public T Read<T>(HttpAnswer answer, JsonTypeInfo<T> shape)
    {
        try
        {
            return JsonSerializer.Deserialize(answer.Body.Span, shape) ?? throw Faults.Malformed(answer);
        }
        catch (JsonException)
        {
            throw Faults.Malformed(answer);
        }
    }

    private async Task<HttpAnswer> SendAsync(string what, HttpMethod method, string path, CallEffect effect, TimeSpan timeout, Func<HttpContent?> content, CancellationToken cancellation)
        => await SendAsync(what, method, path, effect, timeout, content, await Keyring.CurrentAsync(cancellation), cancellation);

    private Task<HttpAnswer> SendAsync(
        string what, HttpMethod method, string path, CallEffect effect, TimeSpan timeout, Func<HttpContent?> content, XSigner signer, CancellationToken cancellation)
    {
        var url = new Uri($"{_options.Url.AbsoluteUri.TrimEnd('/')}/2/{path}");
        return _calls.SendAsync(
            new HttpCall(
                what,
                () =>
                {
                    // Signed for each sending: a nonce is good for one.
                    var request = new HttpRequestMessage(method, url) { Content = content() };
                    request.Headers.TryAddWithoutValidation(
                        "Authorization", signer.Signature.Header(method, url, RandomNumberGenerator.GetHexString(32, lowercase: true), Now));
                    return request;
                },
                timeout, effect),
            cancellation);
    }

    private ConnectorException? Judge(HttpAnswer answer)
    {
        _skew = answer.ClockSkew ?? _skew;
        return Faults.Of(answer);
    }

    private static ByteArrayContent Content(byte[] json) => new(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
}
