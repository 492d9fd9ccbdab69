using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Reelway.Connectors.LinkedIn;

/// <summary>HTTP calls of LinkedIn's API and their answers as records; nothing else.</summary>
internal sealed class LinkedInClient
{
    private readonly LinkedInOptions _options;
    private readonly HttpCalls _calls;

    public LinkedInClient(LinkedInOptions options, ConnectorHttp http, Redactor redactor)
    {
        _options = options;
        Faults = new LinkedInFaults(options, redactor);
        _calls = http.For(new HttpCallRules(LinkedInConnector.Name, redactor, Faults.Of) { Connection = options.Connection });
    }

    public LinkedInFaults Faults { get; }

    /// <summary>A call of the versioned API without a body.</summary>
    /// <param name="method">For the API's own idea of a method, where it can't tell it from the request: <c>FINDER</c>.</param>
    public Task<HttpAnswer> SendAsync(string what, HttpMethod verb, string path, string token, CallEffect effect, string? method, CancellationToken cancellation)
        => SendAsync(what, () => Versioned(verb, path, token, method), effect, _options.CallTimeout, cancellation);

    /// <summary>A call of the versioned API with a body.</summary>
    public Task<HttpAnswer> PostAsync<T>(
        string what, string path, string token, CallEffect effect, string? method, T body, JsonTypeInfo<T> shape, CancellationToken cancellation)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, shape);
        return SendAsync(
            what,
            () =>
            {
                var request = Versioned(HttpMethod.Post, path, token, method);
                request.Content = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
                return request;
            },
            effect, _options.CallTimeout, cancellation);
    }

    /// <summary>Who a token is of. This address knows no versions.</summary>
    public Task<HttpAnswer> WhoAsync(string token, CancellationToken cancellation)
        => SendAsync(
            "ask whose the token is",
            () => new HttpRequestMessage(HttpMethod.Get, Below(_options.Url, "v2/userinfo")) { Headers = { Authorization = new("Bearer", token) } },
            CallEffect.None, _options.CallTimeout, cancellation);

    /// <summary>Asks the website for a token.</summary>
    public Task<HttpAnswer> TokenAsync(string what, CallEffect effect, IReadOnlyCollection<KeyValuePair<string, string>> form, CancellationToken cancellation)
        => _calls.SendAsync(
            new TokenCall(what, () => new HttpRequestMessage(HttpMethod.Post, Below(_options.LoginUrl, "oauth/v2/accessToken")) { Content = new FormUrlEncodedContent(form) }, _options.CallTimeout, effect),
            cancellation);

    /// <summary>Puts bytes where an upload wants them.</summary>
    /// <param name="token">Null where the address alone lets in, and a token would be refused.</param>
    public Task<HttpAnswer> PutAsync(string what, Uri url, string? token, Func<HttpContent> content, CancellationToken cancellation)
        => _calls.SendAsync(
            new UploadCall(
                what,
                () =>
                {
                    var request = new HttpRequestMessage(HttpMethod.Put, url) { Content = content() };
                    request.Headers.Authorization = token is null ? null : new("Bearer", token);
                    return request;
                },
                _options.TransferTimeout),
            cancellation);

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

    /// <summary>An address to which bytes may go: LinkedIn's own, or where the API is.</summary>
    public Uri UploadUrl(HttpAnswer answer, string? text)
        => Uri.TryCreate(text, UriKind.Absolute, out var url)
            && ((url.Scheme == _options.Url.Scheme && url.Authority == _options.Url.Authority)
                || (url.Scheme == Uri.UriSchemeHttps && url.Host.EndsWith(".linkedin.com", StringComparison.OrdinalIgnoreCase)))
            ? url : throw Faults.Malformed(answer);

    public static Uri Below(Uri host, string path) => new($"{host.AbsoluteUri.TrimEnd('/')}/{path}");

    private Task<HttpAnswer> SendAsync(string what, Func<HttpRequestMessage> request, CallEffect effect, TimeSpan timeout, CancellationToken cancellation)
        => _calls.SendAsync(new HttpCall(what, request, timeout, effect), cancellation);

    private HttpRequestMessage Versioned(HttpMethod verb, string path, string token, string? method)
    {
        var request = new HttpRequestMessage(verb, Below(_options.Url, $"rest/{path}")) { Headers = { Authorization = new("Bearer", token) } };
        request.Headers.Add("LinkedIn-Version", _options.Version);
        request.Headers.Add("X-Restli-Protocol-Version", "2.0.0");
        if (method is not null)
        {
            request.Headers.Add("X-RestLi-Method", method);
        }

        return request;
    }
}

/// <summary>A call for a token: its refusals are about the login, and about nothing else.</summary>
internal sealed record TokenCall(string What, Func<HttpRequestMessage> Request, TimeSpan Timeout, CallEffect Effect) : HttpCall(What, Request, Timeout, Effect)
{
    public override string ToString() => What;
}

/// <summary>Bytes on their way to an address of their own: its refusals say that the address is no good any more, and nothing about the login.</summary>
internal sealed record UploadCall : HttpCall
{
    public UploadCall(string what, Func<HttpRequestMessage> request, TimeSpan timeout)
        : base(what, request, timeout, CallEffect.Repeatable) => NeedsLogin = false;
}
