using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Reelway.Connectors.Bluesky;

/// <summary>Calls of an account's server, each with the token of a session that is begun when it is first needed, and again when it has ended.</summary>
internal sealed class BlueskyClient : IDisposable
{
    private readonly BlueskyOptions _options;
    private readonly Redactor _redactor;
    private readonly HttpCalls _calls;
    private readonly SemaphoreSlim _beginning = new(1);
    private volatile SessionReply? _session;

    public BlueskyClient(BlueskyOptions options, ConnectorHttp http)
    {
        _options = options;
        _redactor = new Redactor(options.AppPassword);
        Faults = new BlueskyFaults(options, _redactor);
        _calls = http.For(new HttpCallRules(BlueskyConnector.Name, _redactor, Faults.Of) { Connection = options.Connection });
    }

    public BlueskyFaults Faults { get; }

    /// <summary>The account.</summary>
    public async Task<(string Did, string Handle)> AccountAsync(CancellationToken cancellation)
    {
        var session = await SessionAsync(null, cancellation);
        return (session.Did!, session.Handle ?? _options.Handle);
    }

    public Task<HttpAnswer> GetAsync(string what, string call, CancellationToken cancellation)
        => SendAsync(what, HttpMethod.Get, call, CallEffect.None, _options.CallTimeout, static () => null, cancellation);

    public Task<HttpAnswer> PostAsync<T>(string what, string call, CallEffect effect, T body, JsonTypeInfo<T> shape, CancellationToken cancellation)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, shape);
        return SendAsync(what, HttpMethod.Post, call, effect, _options.CallTimeout, () => Content(bytes), cancellation);
    }

    public Task<HttpAnswer> UploadAsync(string what, Func<HttpContent> content, CancellationToken cancellation)
        => SendAsync(what, HttpMethod.Post, "com.atproto.repo.uploadBlob", CallEffect.Repeatable, _options.TransferTimeout, content, cancellation);

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

    /// <summary>Goes on with a session that is there.</summary>
    internal void Resume(SessionReply session) => _session = Known(session);

    public void Dispose() => _beginning.Dispose();

    // A token that has ended means that the call had no effect, so the repetition is safe for writes too.
    private async Task<HttpAnswer> SendAsync(string what, HttpMethod method, string call, CallEffect effect, TimeSpan timeout, Func<HttpContent?> content, CancellationToken cancellation)
    {
        var session = await SessionAsync(null, cancellation);
        try
        {
            return await SendAsync(what, method, call, effect, timeout, content, session.AccessJwt!, cancellation);
        }
        catch (ConnectorException fault) when (fault.RemoteCode == BlueskyFaults.Expired)
        {
            session = await SessionAsync(session, cancellation);
            return await SendAsync(what, method, call, effect, timeout, content, session.AccessJwt!, cancellation);
        }
    }

    /// <summary>The session, or another one than that which has ended.</summary>
    private async Task<SessionReply> SessionAsync(SessionReply? ended, CancellationToken cancellation)
    {
        if (_session is { } session && session != ended)
        {
            return session;
        }

        // One begins it for all: the server counts them.
        await _beginning.WaitAsync(cancellation);
        try
        {
            return _session is { } other && other != ended ? other : _session = await BeginAsync(ended, cancellation);
        }
        finally
        {
            _beginning.Release();
        }
    }

    private async Task<SessionReply> BeginAsync(SessionReply? ended, CancellationToken cancellation)
    {
        if (ended?.RefreshJwt is { Length: > 0 } refresh)
        {
            try
            {
                return Session(await SendAsync("go on with the session", HttpMethod.Post, "com.atproto.server.refreshSession", CallEffect.Repeatable, _options.CallTimeout, static () => null, refresh, cancellation));
            }
            catch (ConnectorException fault) when (fault.Kind == CallFault.Auth)
            {
                // Expired as well: a new session begins, with the password.
            }
        }

        var bytes = JsonSerializer.SerializeToUtf8Bytes(new NewSession(_options.Handle, _options.AppPassword), BlueskyJson.Default.NewSession);
        return Session(await SendAsync(
            "begin a session", HttpMethod.Post, "com.atproto.server.createSession", CallEffect.Repeatable, _options.CallTimeout, () => Content(bytes), token: null, cancellation));
    }

    private SessionReply Session(HttpAnswer answer)
        => Read(answer, BlueskyJson.Default.SessionReply) is { AccessJwt.Length: > 0, Did.Length: > 0 } session ? Known(session) : throw Faults.Malformed(answer);

    private SessionReply Known(SessionReply session)
    {
        _redactor.Add(session.AccessJwt);
        _redactor.Add(session.RefreshJwt);
        return session;
    }

    private Task<HttpAnswer> SendAsync(
        string what, HttpMethod method, string call, CallEffect effect, TimeSpan timeout, Func<HttpContent?> content, string? token, CancellationToken cancellation)
    {
        var url = new Uri($"{_options.Url.AbsoluteUri.TrimEnd('/')}/xrpc/{call}");
        return _calls.SendAsync(
            new HttpCall(
                what,
                () =>
                {
                    var request = new HttpRequestMessage(method, url) { Content = content() };
                    request.Headers.Authorization = token is null ? null : new("Bearer", token);
                    return request;
                },
                timeout, effect),
            cancellation);
    }

    private static ByteArrayContent Content(byte[] json) => new(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
}
