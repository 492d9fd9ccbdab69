using System.Text.Json;
using Reelway.Connectors;
using Reelway.Connectors.LinkedIn;
using Reelway.Connectors.Posting;
using Reelway.Contracts.Connectors;
using Reelway.Frame.Configuration;
using Reelway.Sandbox;
using LinkedInSandboxOptions = Reelway.Sandbox.LinkedIn.LinkedInSandboxOptions;

namespace Reelway.Tests.Connections;

/// <summary>What is kept is told to be the same on both databases by Facebook's.</summary>
public sealed class LinkedInLoginContractTests : LoginContract
{
    private protected override async Task<ILoginHarness> StartAsync() => await LinkedInLoginHarness.StartAsync(Cancellation);

    private protected override Task<SharedStore> StoreAsync() => SharedStore.OnSqliteAsync();
}

/// <summary>LinkedIn: a token, and another one by which it is renewed.</summary>
internal sealed class LinkedInLoginHarness : ILoginHarness
{
    private readonly LinkedInSandboxOptions _world = new();
    private readonly RunningClock _clock = new();
    private SandboxServer _sandbox = null!;
    private HttpRelay _relay = null!;
    private ScriptedHttpServer _line = null!;
    private int _renewalsBefore;

    public TimeProvider Clock => _clock;

    public int Renewals => RenewalCalls - _renewalsBefore;

    private int RenewalCalls => _line.Received.Count(request => request.Path.EndsWith("/accessToken", StringComparison.Ordinal));

    public static async Task<LinkedInLoginHarness> StartAsync(CancellationToken cancellation)
    {
        var harness = new LinkedInLoginHarness();
        harness._sandbox = await SandboxServer.StartAsync(new SandboxOptions { LinkedIn = harness._world, Time = harness._clock }, cancellation);
        harness._relay = new HttpRelay(harness._sandbox.HttpUrl);
        harness._line = new ScriptedHttpServer { Behind = harness._relay.PassAsync };
        return harness;
    }

    public ConnectionSettings Connection(string name) => new(name, "linkedin", new LinkedInOptions
    {
        Connection = name,
        Author = "5515715",
        Url = new Uri(_line.Url, "/linkedin"),
        LoginUrl = new Uri(_line.Url, "/linkedin"),
        ClientId = _world.ClientId,
        ClientSecret = _world.ClientSecret,
    });

    public string NewSecret()
    {
        _renewalsBefore = RenewalCalls;
        return _sandbox.LinkedIn.LogIn();
    }

    public Task CallAsync(ConnectionClients clients, CancellationToken cancellation)
        => clients.Find<IPostPublisher>()!.FindAsync(new OutgoingPost("Owls"), DateTimeOffset.UnixEpoch, cancellation);

    public void RefuseToken() => Assert.True(_sandbox.LinkedIn.RefuseToken(UsedTokens[^1]));

    public void RefuseRenewal() => _sandbox.LinkedIn.RefuseRenewals();

    public void BringNearItsEnd() => _clock.Ahead += TimeSpan.FromDays(50);

    public string RotatedIn(string secret) => JsonDocument.Parse(secret).RootElement.GetProperty("AccessToken").GetString()!;

    public bool HasUsed(string token) => UsedTokens.Contains(token);

    public async ValueTask DisposeAsync()
    {
        await _line.DisposeAsync();
        _relay.Dispose();
        await _sandbox.DisposeAsync();
    }

    private IReadOnlyList<string> UsedTokens
        => [.. _line.Received.SelectMany(request => request.Headers).Where(header => header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase)).Select(header => header.Value["Bearer ".Length..])];
}
