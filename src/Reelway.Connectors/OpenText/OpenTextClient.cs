using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Reelway.Connectors.OpenText;

/// <summary>Calls of the media management with the account's sign-in, so many at a time; nothing else.</summary>
internal sealed class OpenTextClient : IDisposable
{
    // A page of items with all their metadata.
    private const int MaxAnswerBytes = 32 * 1024 * 1024;

    private readonly OpenTextOptions _options;
    private readonly HttpCalls _calls;
    private readonly OpenTextLogins _logins;
    private readonly SemaphoreSlim _places;
    private readonly ILogger _log;

    public OpenTextClient(OpenTextOptions options, ConnectorHttp http)
    {
        var redactor = new Redactor(options.ClientSecret, options.Password);
        _options = options;
        _log = http.Logs.CreateLogger<OpenTextClient>();
        Faults = new OpenTextFaults(options, redactor);
        _calls = http.For(new HttpCallRules(OpenTextConnector.Name, redactor, Faults.Of) { Connection = options.Connection, MaxAnswerBytes = MaxAnswerBytes });
        _logins = new OpenTextLogins(options, _calls, Faults, redactor, http.Clock);
        _places = new SemaphoreSlim(options.Concurrency);
    }

    public OpenTextFaults Faults { get; }

    /// <summary>Reads an answer that is an object.</summary>
    /// <param name="path">Behind the version, with its query; or a whole address.</param>
    public Task<OpenTextAnswer> ReadAsync(string what, string path, CancellationToken cancellation)
        => SendAsync(what, HttpMethod.Get, path, body: null, CallEffect.None, _options.CallLimit, cancellation);

    /// <summary>Makes a call with a body.</summary>
    /// <param name="body">Made afresh for each sending.</param>
    public async Task<OpenTextAnswer> SendAsync(
        string what, HttpMethod method, string path, Func<HttpContent>? body, CallEffect effect, TimeSpan limit, CancellationToken cancellation)
        => new(await WithLoginAsync(login => _calls.SendAsync(new HttpCall(what, () => Request(method, path, body, login), limit, effect), cancellation), cancellation));

    /// <summary>Reads a file.</summary>
    public async Task<T> OpenAsync<T>(string what, string path, Func<AnswerStream, Task<T>> read, CancellationToken cancellation)
        => await WithLoginAsync(
            async login =>
            {
                using var stream = await _calls.OpenAsync(new HttpCall(what, () => Request(HttpMethod.Get, path, body: null, login), _options.CallLimit, CallEffect.None), cancellation);
                return await read(stream);
            },
            cancellation);

    public void Dispose()
    {
        _logins.Dispose();
        _places.Dispose();
    }

    /// <summary>Makes a call, and once more after another sign-in when the first is refused: a refused call had no effect.</summary>
    private async Task<T> WithLoginAsync<T>(Func<OpenTextLogin, Task<T>> call, CancellationToken cancellation)
    {
        await _places.WaitAsync(cancellation);
        try
        {
            var login = await _logins.GetAsync(cancellation);
            try
            {
                return await call(login);
            }
            catch (ConnectorException fault) when (fault.RemoteCode == OpenTextFaults.SignedOut)
            {
                _log.SignsInAgain(_options.Connection);
                return await call(await _logins.ReplaceAsync(login, cancellation));
            }
        }
        finally
        {
            _places.Release();
        }
    }

    private HttpRequestMessage Request(HttpMethod method, string path, Func<HttpContent>? body, OpenTextLogin login)
    {
        var request = new HttpRequestMessage(method, path.Contains("://", StringComparison.Ordinal) ? path : $"{_options.Api}/{path}") { Content = body?.Invoke() };
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation("X-Requested-With", "XMLHttpRequest");
        request.Headers.TryAddWithoutValidation("X-OTMM-Locale", _options.Locale);
        foreach (var (name, value) in login.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }
}

/// <summary>An answer that succeeded, and its object.</summary>
internal sealed class OpenTextAnswer(HttpAnswer answer)
{
    private JsonElement? _root;

    public HttpAnswer Http => answer;

    /// <summary>The answer's JSON; undefined when it is none.</summary>
    public JsonElement Root => _root ??= Parse();

    private JsonElement Parse()
    {
        try
        {
            return JsonDocument.Parse(answer.Body).RootElement;
        }
        catch (JsonException)
        {
            // A page of a gateway, or nothing: whoever needs a member says that it is missing.
            return default;
        }
    }
}
