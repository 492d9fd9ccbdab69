using Microsoft.Extensions.DependencyInjection;
using Reelway.Connections;
using Reelway.Contracts.Time;
using Reelway.Engine;
using Reelway.Frame.Audit;
using Reelway.Frame.Configuration;
using Reelway.Sandbox;
using FacebookOptions = Reelway.Connectors.Facebook.FacebookOptions;
using FacebookSandboxOptions = Reelway.Sandbox.Facebook.FacebookSandboxOptions;

namespace Reelway.Tests.Connections;

/// <summary>The daily look at logins, by two processes of one database, whichever it is.</summary>
public abstract class ConnectionKeeperContract : IAsyncLifetime
{
    private const string Name = "facebook";

    private readonly FacebookSandboxOptions _world = new();
    private readonly ManualClock _clock = new();
    private SandboxServer _sandbox = null!;
    private ConnectionProcesses _processes = null!;

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions { Facebook = _world, Time = _clock }, Cancellation);
        var connection = new ConnectionSettings(Name, "facebook", new FacebookOptions
        {
            GraphUrl = new Uri(_sandbox.HttpUrl, "/facebook/graph"),
            VideoUrl = new Uri(_sandbox.HttpUrl, "/facebook/graph-video"),
            AppId = _world.AppId,
            AppSecret = _world.AppSecret,
        });
        _processes = await ConnectionProcesses.StartAsync(await StoreAsync(), _clock, connection, Cancellation);
        await Get<LoginOperations>().LogInAsync(Name, _sandbox.Facebook.LogIn(), "somebody", Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _processes.DisposeAsync();
        await _sandbox.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_login_is_renewed_once_however_many_processes_look()
    {
        await LookAsync();
        Assert.Equal(1, Exchanges);

        _clock.Advance(TimeSpan.FromDays(31));
        await LookAsync();
        await LookAsync();

        Assert.Equal(2, Exchanges);
        Assert.Equal(2, (await Get<LoginStore>().FindAsync(Name, Cancellation))?.Version);
        Assert.Equal("good", (await Get<ConnectionOperations>().FindAsync(Name, Cancellation))?.Health);
        Assert.Single(await Get<AuditStore>().ListAsync(ConnectionOperations.Subject(Name), 50, Cancellation), entry => entry.Action == "connection.renewed");
    }

    [Fact]
    public async Task Dead_credentials_hold_up_what_needs_them_until_a_person_logs_in()
    {
        var scopes = Get<FaultScopes>();
        await scopes.HoldAsync("facebook:page:999", "It is another page's.", static _ => Task.CompletedTask, Cancellation);
        // A changed password ends the tokens of the pages too.
        Assert.True(_sandbox.Facebook.RefuseToken(await UserTokenAsync(), 460));
        foreach (var page in _world.Pages)
        {
            _sandbox.Facebook.RefuseToken(page.Token!, 460);
        }

        _clock.Advance(TimeSpan.FromDays(1));
        await LookAsync();

        var item = await Get<ConnectionOperations>().FindAsync(Name, Cancellation);
        Assert.Equal("needs-attention", item?.Health);
        Assert.Contains("log in again", item?.Problem, StringComparison.Ordinal);
        Assert.Contains("connection:facebook", (await scopes.ListAsync(Cancellation)).Select(held => held.Scope));

        await Get<LoginOperations>().LogInAsync(Name, _sandbox.Facebook.LogIn(), "somebody", Cancellation);

        Assert.Equal("good", (await Get<ConnectionOperations>().FindAsync(Name, Cancellation))?.Health);
        Assert.Equal(["facebook:page:999"], (await scopes.ListAsync(Cancellation)).Select(held => held.Scope));
    }

    private protected abstract Task<SharedStore> StoreAsync();

    private int Exchanges => _sandbox.Facebook.Requests.Entries.Count(request => request.Path.EndsWith("/oauth/access_token", StringComparison.Ordinal));

    private T Get<T>()
        where T : notnull
        => _processes.Get<T>(0);

    private Task LookAsync()
        => Task.WhenAll(_processes.All.Select(process => process.GetRequiredService<ConnectionKeeper>().LookAsync(Cancellation)));

    private async Task<string> UserTokenAsync()
    {
        var kept = await Get<LoginStore>().FindAsync(Name, Cancellation);
        return System.Text.Json.JsonDocument.Parse(kept!.Secret).RootElement.GetProperty("UserToken").GetString()!;
    }
}
