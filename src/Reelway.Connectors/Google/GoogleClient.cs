using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;

namespace Reelway.Connectors.Google;

/// <summary>Calls of the Sheets and the Drive API with the account's token, and their answers as records; nothing else.</summary>
internal sealed class GoogleClient : IDisposable
{
    // As much as is taken of a CSV file.
    private const int MaxAnswerBytes = 32 * 1024 * 1024;

    private readonly GoogleOptions _options;
    private readonly HttpCalls _calls;
    private readonly GoogleTokens _sheets;
    private readonly GoogleTokens _drive;
    private readonly ILogger _log;

    public GoogleClient(GoogleOptions options, GoogleKey key, ConnectorHttp http)
    {
        // A piece of the private key must not get out either.
        var redactor = new Redactor([options.Key, .. key.PrivateKey.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)]);
        _options = options;
        _log = http.Logs.CreateLogger<GoogleClient>();
        Faults = new GoogleFaults(options, key.Account, redactor);
        _calls = http.For(new HttpCallRules(GoogleConnector.Name, redactor, Faults.Of) { Connection = options.Connection, MaxAnswerBytes = MaxAnswerBytes });
        GoogleTokens Tokens(string scope) => new(key, scope, _calls, options.CallTimeout, Faults, redactor, http.Clock);
        _sheets = Tokens(GoogleScopes.Sheets);
        _drive = Tokens(GoogleScopes.DriveMetadata);
    }

    public GoogleFaults Faults { get; }

    /// <summary>Reads from the Sheets API.</summary>
    /// <param name="path">Behind <c>/v4/spreadsheets/</c>, with its query.</param>
    public Task<GoogleAnswer<T>> ReadSheetAsync<T>(string what, string path, JsonTypeInfo<T> shape, CancellationToken cancellation)
        => CallAsync(what, HttpMethod.Get, Sheets(path), body: null, CallEffect.None, GoogleApi.Sheets, shape, cancellation);

    /// <summary>Writes with the Sheets API.</summary>
    /// <remarks>Cells are addressed by their numbers, and rows move: a repetition may hit another row, so it is not repeated here.</remarks>
    public Task<GoogleAnswer<T>> WriteSheetAsync<TBody, T>(
        string what, string path, TBody body, JsonTypeInfo<TBody> bodyShape, JsonTypeInfo<T> shape, CancellationToken cancellation)
        => CallAsync(what, HttpMethod.Post, Sheets(path), JsonSerializer.SerializeToUtf8Bytes(body, bodyShape), CallEffect.Once, GoogleApi.Sheets, shape, cancellation);

    /// <summary>Reads from the Drive API.</summary>
    /// <param name="path">Behind <c>/drive/v3/</c>, with its query.</param>
    public Task<GoogleAnswer<T>> ReadDriveAsync<T>(string what, string path, JsonTypeInfo<T> shape, CancellationToken cancellation)
        => CallAsync(what, HttpMethod.Get, $"{Base(_options.DriveUrl)}/drive/v3/{path}", body: null, CallEffect.None, GoogleApi.Drive, shape, cancellation);

    public void Dispose()
    {
        _sheets.Dispose();
        _drive.Dispose();
    }

    private string Sheets(string path) => $"{Base(_options.SheetsUrl)}/v4/spreadsheets/{path}";

    private static string Base(Uri url) => url.AbsoluteUri.TrimEnd('/');

    /// <summary>Makes a call, and once more with a fresh token when Google refuses the first.</summary>
    /// <remarks>A refused token means that the call had no effect, so the repetition is safe for writes too.</remarks>
    private async Task<GoogleAnswer<T>> CallAsync<T>(
        string what, HttpMethod method, string url, byte[]? body, CallEffect effect, GoogleApi api, JsonTypeInfo<T> shape, CancellationToken cancellation)
    {
        var tokens = api == GoogleApi.Drive ? _drive : _sheets;
        var token = await tokens.GetAsync(cancellation);
        Task<HttpAnswer> SendAsync(string with)
            => _calls.SendAsync(new GoogleCall(what, () => Request(method, url, body, with), _options.CallTimeout, effect, api), cancellation);
        try
        {
            return Read(await SendAsync(token), shape);
        }
        catch (ConnectorException fault) when (fault.Kind == CallFault.Auth && fault.RemoteCode is "UNAUTHENTICATED" or "ACCESS_TOKEN_EXPIRED" or "http-401")
        {
            _log.TokenRefused(_options.Connection);
            return Read(await SendAsync(await tokens.ReplaceAsync(token, cancellation)), shape);
        }
    }

    private GoogleAnswer<T> Read<T>(HttpAnswer answer, JsonTypeInfo<T> shape)
    {
        try
        {
            var value = JsonSerializer.Deserialize(answer.Body.Span, shape);
            return value is null ? throw Faults.Malformed(answer, "answered null") : new GoogleAnswer<T>(value, answer);
        }
        catch (JsonException)
        {
            throw Faults.Malformed(answer, "the answer is not what Google sends");
        }
    }

    private static HttpRequestMessage Request(HttpMethod method, string url, byte[]? body, string token)
    {
        var request = new HttpRequestMessage(method, url);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } };
        }

        return request;
    }
}

/// <summary>What an answer says, and the answer itself for faults about it.</summary>
internal sealed record GoogleAnswer<T>(T Value, HttpAnswer Answer);
