using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Reelway.Sandbox.Tests;

/// <summary>A running sandbox and a caller who knows nothing but its addresses.</summary>
internal sealed class SandboxHttp : IAsyncDisposable
{
    private readonly HttpClient _client;

    private SandboxHttp(SandboxServer server)
    {
        Server = server;
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = server.HttpUrl };
    }

    public SandboxServer Server { get; }

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<SandboxHttp> StartAsync(SandboxOptions? options = null)
        => new(await SandboxServer.StartAsync(options ?? new SandboxOptions(), Cancellation));

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null, string? bearer = null, string? authorization = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        if (bearer is not null)
        {
            request.Headers.Authorization = new("Bearer", bearer);
        }

        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        return SendAsync(request);
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _client.SendAsync(request, Cancellation);

    public Task<HttpResponseMessage> PostJsonAsync(string path, string json)
        => SendAsync(HttpMethod.Post, path, new StringContent(json, Encoding.UTF8, "application/json"));

    public async Task<JsonElement> StateAsync()
    {
        using var answer = await SendAsync(HttpMethod.Get, "/_sandbox/state");
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
    }

    public async Task OrderFaultAsync(string json)
    {
        using var answer = await PostJsonAsync("/_sandbox/faults", json);
        Assert.Equal(201, (int)answer.StatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Server.DisposeAsync();
    }
}
