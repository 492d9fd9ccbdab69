using System.Text.Json;
using System.Web;
using Reelway.Connectors;
using Reelway.Connectors.Facebook;
using Reelway.Contracts.Connectors;
using Reelway.Frame.Configuration;
using Reelway.Sandbox;
using FacebookSandboxOptions = Reelway.Sandbox.Facebook.FacebookSandboxOptions;

namespace Reelway.Tests.Connections;

/// <summary>Facebook: calls are made with a page's token, which the user's brings again.</summary>
internal sealed class FacebookLoginHarness : ILoginHarness
{
    private readonly FacebookSandboxOptions _world = new();
    private readonly RunningClock _clock = new();
    private SandboxServer _sandbox = null!;
    private HttpRelay _relay = null!;
    private ScriptedHttpServer _line = null!;
    private int _listsBefore;

    public TimeProvider Clock => _clock;

    public int Renewals => ListCalls.Count - _listsBefore;

    private string Page => _world.Pages[0].Id;

    private IReadOnlyList<ReceivedRequest> ListCalls => [.. _line.Received.Where(request => request.Path.EndsWith("/me/accounts", StringComparison.Ordinal))];

    public static async Task<FacebookLoginHarness> StartAsync(CancellationToken cancellation)
    {
        var harness = new FacebookLoginHarness();
        harness._sandbox = await SandboxServer.StartAsync(new SandboxOptions { Facebook = harness._world, Time = harness._clock }, cancellation);
        harness._relay = new HttpRelay(harness._sandbox.HttpUrl);
        harness._line = new ScriptedHttpServer { Behind = harness._relay.PassAsync };
        return harness;
    }

    public ConnectionSettings Connection(string name) => new(name, "facebook", new FacebookOptions
    {
        Connection = name,
        GraphUrl = new Uri(_line.Url, "/facebook/graph"),
        VideoUrl = new Uri(_line.Url, "/facebook/graph-video"),
        AppId = _world.AppId,
        AppSecret = _world.AppSecret,
    });

    public string NewSecret()
    {
        // A login lists the pages, and so does the test that follows on it.
        _listsBefore = ListCalls.Count + 2;
        return _sandbox.Facebook.LogIn();
    }

    public Task CallAsync(ConnectionClients clients, CancellationToken cancellation)
        => clients.Find<FacebookPages>()!.FindVideoAsync(Page, "77", cancellation);

    // The stand-in gives a page's first token to whoever asks for one that lasts, until it is refused.
    public void RefuseToken() => Assert.True(_sandbox.Facebook.RefuseToken(_world.Pages[0].Token!, 463));

    public void RefuseRenewal() => Assert.True(_sandbox.Facebook.RefuseToken(HttpUtility.ParseQueryString(ListCalls[^1].Target.Split('?')[1])["access_token"]!, 460));

    public void BringNearItsEnd() => _clock.Ahead += TimeSpan.FromDays(31);

    public string RotatedIn(string secret) => JsonDocument.Parse(secret).RootElement.GetProperty("UserToken").GetString()!;

    public bool HasUsed(string token)
        => _line.Received.Any(request => (Uri.UnescapeDataString(request.Target) + Uri.UnescapeDataString(request.Body)).Contains(token, StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        await _line.DisposeAsync();
        _relay.Dispose();
        await _sandbox.DisposeAsync();
    }
}
