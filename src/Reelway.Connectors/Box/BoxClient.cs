using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;

namespace Reelway.Connectors.Box;

/// <summary>Calls of Box's API with the application's token, and their answers as records; nothing else.</summary>
internal sealed class BoxClient : IDisposable
{
    // A page of a listing has at most 1000 items.
    private const int MaxAnswerBytes = 8 * 1024 * 1024;

    private readonly HttpCalls _calls;
    private readonly BoxTokens _tokens;

    public BoxClient(BoxOptions options, ConnectorHttp http)
    {
        var redactor = new Redactor(options.ClientSecret, options.Passphrase);
        Options = options;
        Log = http.Logs.CreateLogger<BoxClient>();
        Clock = http.Clock;
        Faults = new BoxFaults(options, redactor);
        Transfers = http.ClientFor(options.CallTimeout);
        _calls = http.For(new HttpCallRules(BoxConnector.Name, redactor, Faults.Of) { Connection = options.Connection, MaxAnswerBytes = MaxAnswerBytes });
        _tokens = new BoxTokens(options, _calls, Faults, redactor, Clock, Log);
    }

    public BoxOptions Options { get; }

    public BoxFaults Faults { get; }

    public ILogger Log { get; }

    public TimeProvider Clock { get; }

    /// <summary>For what is streamed, and not read as an answer.</summary>
    public HttpClient Transfers { get; }

    public Uri Api(string path) => new($"{Options.ApiUrl.AbsoluteUri.TrimEnd('/')}/{path}");

    public Uri Upload(string path) => new($"{Options.UploadUrl.AbsoluteUri.TrimEnd('/')}/{path}");

    /// <summary>Reads from the API.</summary>
    public async Task<BoxAnswer<T>> ReadAsync<T>(string what, string path, JsonTypeInfo<T> shape, CancellationToken cancellation)
        => Read(await SendAsync(new BoxCall(what, () => new HttpRequestMessage(HttpMethod.Get, Api(path)), Options.CallTimeout, CallEffect.None), cancellation), shape);

    /// <summary>Sends JSON, and gives the answer, which may be one that the caller reads itself.</summary>
    public Task<HttpAnswer> SendAsync<TBody>(
        string what, HttpMethod method, Uri url, CallEffect effect, TBody body, JsonTypeInfo<TBody> shape, Func<HttpAnswer, bool> reads, CancellationToken cancellation,
        string type = "application/json")
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, shape);
        return SendAsync(new BoxCall(what, () => new HttpRequestMessage(method, url) { Content = Json(bytes, type) }, Options.CallTimeout, effect) { Reads = reads }, cancellation);
    }

    /// <summary>Sends a call with a token, and with another one if that is refused.</summary>
    public async Task<HttpAnswer> SendAsync(BoxCall call, CancellationToken cancellation)
    {
        var token = await _tokens.GetAsync(cancellation);
        try
        {
            return await _calls.SendAsync(With(call, token), cancellation);
        }
        catch (ConnectorException fault) when (fault is { Kind: CallFault.Auth, RemoteCode: BoxFaults.Unauthorized })
        {
            token = await RenewAsync(token, cancellation);
            return await _calls.SendAsync(With(call, token), cancellation);
        }
    }

    /// <summary>A token for what is streamed.</summary>
    public Task<string> TokenAsync(CancellationToken cancellation) => _tokens.GetAsync(cancellation);

    /// <summary>Another token than the refused one.</summary>
    public Task<string> RenewAsync(string refused, CancellationToken cancellation)
    {
        Log.BoxTokenRefused(Options.Connection);
        return _tokens.ReplaceAsync(refused, cancellation);
    }

    /// <summary>Adds what each request to Box carries.</summary>
    public void Sign(HttpRequestMessage request, string token)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (!string.IsNullOrEmpty(Options.AsUser))
        {
            request.Headers.TryAddWithoutValidation("As-User", Options.AsUser);
        }
    }

    public BoxAnswer<T> Read<T>(HttpAnswer answer, JsonTypeInfo<T> shape)
    {
        try
        {
            var value = JsonSerializer.Deserialize(answer.Body.Span, shape);
            return value is null ? throw Faults.Malformed(answer) : new BoxAnswer<T>(value, answer);
        }
        catch (JsonException)
        {
            throw Faults.Malformed(answer);
        }
    }

    public void Dispose()
    {
        _tokens.Dispose();
        Transfers.Dispose();
    }

    private BoxCall With(BoxCall call, string token) => call with
    {
        Request = () =>
        {
            var request = call.Request();
            Sign(request, token);
            return request;
        },
    };

    private static ByteArrayContent Json(byte[] bytes, string type) => new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
}

/// <summary>What an answer says, and the answer itself for faults about it.</summary>
internal sealed record BoxAnswer<T>(T Value, HttpAnswer Answer);
