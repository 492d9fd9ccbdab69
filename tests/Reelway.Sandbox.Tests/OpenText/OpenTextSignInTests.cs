using System.Text.Json;

namespace Reelway.Sandbox.Tests.OpenText;

public sealed class OpenTextSignInTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    // Keeps no cookies: what proves who calls is what the test sends.
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseCookies = false });
    private SandboxHttp _http = null!;

    public async ValueTask InitializeAsync() => _http = await SandboxHttp.StartAsync(new SandboxOptions { Time = _time });

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _http.DisposeAsync();
    }

    [Fact]
    public async Task A_client_with_the_right_secret_gets_a_token_that_ends()
    {
        Assert.Equal("refused 401", await OpenTextCaller.TokenAsync(_http, "other"));
        var token = await OpenTextCaller.TokenAsync(_http);
        Assert.Equal(200, await RootsAsync(("Authorization", $"Bearer {token}")));

        _time.Advance(TimeSpan.FromSeconds(3601));

        Assert.Equal(401, await RootsAsync(("Authorization", $"Bearer {token}")));
    }

    [Fact]
    public async Task A_session_reads_by_its_cookie_digest_or_bearer_and_dies_when_idle()
    {
        var (session, cookie) = await SessionAsync();
        var digest = session.GetProperty("message_digest").GetString();

        Assert.Equal(JsonValueKind.Number, session.GetProperty("id").ValueKind);
        Assert.Equal(200, await RootsAsync(("Cookie", cookie)));
        Assert.Equal(200, await RootsAsync(("otmmauthtoken", digest!)));
        Assert.Equal(200, await RootsAsync(("Authorization", $"Bearer otmmToken {digest}")));
        _time.Advance(TimeSpan.FromSeconds(1801));
        Assert.Equal(401, await RootsAsync(("Cookie", cookie)));

        _http.Server.OpenText.Settings = _http.Server.OpenText.Settings with { SessionsDieWith500 = true };
        Assert.Equal(500, await RootsAsync(("Cookie", cookie)));
    }

    [Fact]
    public async Task A_session_writes_only_with_its_id_in_the_guard()
    {
        var (session, cookie) = await SessionAsync();
        var campaign = _http.Server.OpenText.Campaigns[0].Id;

        Assert.Equal(403, await LockAsync(campaign, ("Cookie", cookie)));
        Assert.Equal(403, await LockAsync(campaign, ("Cookie", cookie), ("X-Requested-By", "1")));
        Assert.Equal(200, await LockAsync(campaign, ("Cookie", cookie), ("X-Requested-By", session.GetProperty("id").GetRawText())));
    }

    [Fact]
    public async Task The_media_management_nests_the_token_that_it_gives_itself()
    {
        using var answer = await _http.SendAsync(HttpMethod.Post, $"{OpenTextCaller.Api}/sessions/oauth2/token", OpenTextCaller.Form(
            ("grant_type", "password"), ("username", "svc_dam"), ("password", "sandbox-dam-password"), ("client_id", "reelway-sandbox"), ("client_secret", "sandbox-otds-secret")));

        var token = (await OpenTextCaller.JsonAsync(answer)).GetProperty("token_info").GetProperty("oauth_token").GetProperty("accessToken").GetString();

        Assert.Equal(200, await RootsAsync(("Authorization", $"Bearer {token}")));
    }

    [Fact]
    public async Task A_ticket_of_the_directory_opens_a_session()
    {
        using var credentials = await _http.PostJsonAsync("/opentext/otdsws/rest/authentication/credentials", """{"userName":"svc_dam","password":"sandbox-dam-password"}""");
        var ticket = (await OpenTextCaller.JsonAsync(credentials)).GetProperty("ticket").GetString();
        using var resource = await _http.PostJsonAsync("/opentext/otdsws/rest/authentication/resource/ticketforresource", $$"""{"ticket":"{{ticket}}","resourceId":"otmm"}""");
        var forResource = (await OpenTextCaller.JsonAsync(resource)).GetProperty("ticket").GetString()!;
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{OpenTextCaller.Api}/sessions") { Headers = { { "OTDSToken", forResource } } };
        using var answer = await _http.SendAsync(request);
        var id = (await OpenTextCaller.JsonAsync(answer)).GetProperty("session_resource").GetProperty("session").GetProperty("id").GetRawText();

        Assert.Equal(200, await RootsAsync(("OTDSToken", forResource), ("X-Requested-By", id)));
        Assert.Equal(401, await RootsAsync(("OTDSToken", "other"), ("X-Requested-By", id)));
    }

    private async Task<(JsonElement Session, string Cookie)> SessionAsync()
    {
        using var answer = await _http.SendAsync(HttpMethod.Post, $"{OpenTextCaller.Api}/sessions", OpenTextCaller.Form(("username", "svc_dam"), ("password", "sandbox-dam-password")));
        return ((await OpenTextCaller.JsonAsync(answer)).GetProperty("session_resource").GetProperty("session"), answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
    }

    private Task<int> RootsAsync(params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, "folders/rootfolders", null, headers);

    private Task<int> LockAsync(string id, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Put, $"assets/{id}/state", OpenTextCaller.Form(("action", "lock")), headers);

    private async Task<int> SendAsync(HttpMethod method, string path, HttpContent? content, (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, new Uri(_http.Server.HttpUrl, $"{OpenTextCaller.Api}/{path}")) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await _client.SendAsync(request, SandboxHttp.Cancellation);
        return (int)answer.StatusCode;
    }
}
