using System.Net.Http.Headers;
using System.Text.Json;
using Reelway.Frame.Operations;

namespace Reelway.Frame.Cli;

/// <summary>Speaks the HTTP API. A refusal ends the command with the API's own sentence.</summary>
internal sealed class ApiClient : IDisposable
{
    // Answers are pages of a list at most; an upload of media goes by reference.
    private const int LargestAnswerBytes = 64 * 1024 * 1024;

    private readonly HttpClient _http;

    /// <param name="server">Base address.</param>
    /// <param name="key">Bearer token; null: none.</param>
    public ApiClient(Uri server, string? key)
    {
        // Another server's proxy settings hold; our own machine is always reached directly.
        var handler = new SocketsHttpHandler { UseProxy = !server.IsLoopback, ConnectTimeout = TimeSpan.FromSeconds(10), AllowAutoRedirect = false };
        _http = new HttpClient(handler) { BaseAddress = server, MaxResponseContentBufferSize = LargestAnswerBytes };
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (!string.IsNullOrEmpty(key))
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
    }

    /// <summary>The server's address.</summary>
    public Uri Server => _http.BaseAddress!;

    /// <summary>Reads.</summary>
    /// <param name="path">Such as <c>/api/v1/runs?limit=5</c>; what comes from users is percent-encoded.</param>
    public Task<JsonElement> GetAsync(string path, CancellationToken cancellation)
        => SendAsync(new HttpRequestMessage(HttpMethod.Get, path), cancellation);

    /// <summary>Asks for something to be done.</summary>
    /// <param name="body">Sent as JSON; null: no body.</param>
    public Task<JsonElement> PostAsync(string path, object? body, CancellationToken cancellation) => SendAsync(HttpMethod.Post, path, body, cancellation);

    /// <summary>Asks for an operation.</summary>
    /// <param name="address">Where it is, with its query.</param>
    public Task<JsonElement> AskAsync(Operation operation, string address, object? body, CancellationToken cancellation)
        => operation.Method == "GET" ? GetAsync(address, cancellation) : SendAsync(HttpMethod.Parse(operation.Method), address, body, cancellation);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private Task<JsonElement> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellation)
        => SendAsync(new HttpRequestMessage(method, path) { Content = JsonContent.Create(body ?? new object()) }, cancellation);

    private async Task<JsonElement> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        using (request)
        {
            try
            {
                using var answer = await _http.SendAsync(request, cancellation);
                var body = await answer.Content.ReadAsStringAsync(cancellation);
                return answer.IsSuccessStatusCode
                    ? Parse(body)
                    : throw ApiProblem.From(answer.StatusCode, body, new Uri(Server, request.RequestUri!));
            }
            catch (HttpRequestException problem)
            {
                throw new CliException(ExitCode.Connection, $"No connection to {Server}: {problem.InnerException?.Message ?? problem.Message}. Is the server running there?", problem);
            }
            catch (OperationCanceledException problem) when (!cancellation.IsCancellationRequested)
            {
                throw new CliException(ExitCode.Connection, $"{Server} did not answer in {_http.Timeout.TotalSeconds:0} s.", problem);
            }
        }
    }

    private JsonElement Parse(string body)
    {
        try
        {
            return body.Length == 0 ? default : JsonDocument.Parse(body).RootElement;
        }
        catch (JsonException problem)
        {
            throw new CliException(ExitCode.Connection, $"{Server} did not answer with JSON; is it a Reelway server?", problem);
        }
    }
}
