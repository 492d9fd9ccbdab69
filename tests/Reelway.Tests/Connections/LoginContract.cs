using Reelway.Connections;
using Reelway.Connectors;
using Reelway.Engine;
using Reelway.Frame.Audit;

namespace Reelway.Tests.Connections;

/// <summary>What any connector with a login holds to, with two processes that share a database and work with one connection.</summary>
public abstract class LoginContract : IAsyncLifetime
{
    private const string Name = "main";

    private ILoginHarness _system = null!;
    private ConnectionProcesses _processes = null!;

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _system = await StartAsync();
        _processes = await ConnectionProcesses.StartAsync(await StoreAsync(), _system.Clock, _system.Connection(Name), Cancellation);
        await LogInAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _processes.DisposeAsync();
        await _system.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_login_whose_token_is_refused_is_renewed_once_by_many_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 2).Select(CallAsync));
        _system.RefuseToken();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(CallAsync));

        Assert.Equal(1, _system.Renewals);
        Assert.Equal(2, (await KeptAsync())?.Version);
        Assert.Single(
            await Get<AuditStore>(0).ListAsync(ConnectionOperations.Subject(Name), 50, Cancellation), entry => entry.Action == "connection.renewed");
    }

    [Fact]
    public async Task A_renewal_that_is_refused_asks_a_person_once()
    {
        _system.RefuseToken();
        _system.RefuseRenewal();

        var faults = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Assert.ThrowsAsync<ConnectorException>(() => CallAsync(number))));

        Assert.Equal(1, _system.Renewals);
        Assert.All(faults, fault => Assert.Equal((CallFault.Auth, new Remedy(RemedyAction.LogIn, Name)), (fault.Kind, fault.Remedy)));
        var held = Assert.Single(await Get<FaultScopes>(1).ListAsync(Cancellation));
        Assert.Equal((ConnectionScope.Of(Name), null), (held.Scope, held.Until));
        Assert.Contains($"reelway connections login {Name}", held.Sentence, StringComparison.Ordinal);

        await LogInAsync();

        Assert.Empty(await Get<FaultScopes>(1).ListAsync(Cancellation));
        await CallAsync(1);
    }

    [Fact]
    public async Task What_a_renewal_brings_is_kept_before_anybody_uses_it()
    {
        var seen = (await KeptAsync())!;
        _system.BringNearItsEnd();
        NewLogin? brought = null;

        var renewed = await Get<LoginRenewal>(0).RenewAsync(
            Name, seen.Version,
            async cancellation =>
            {
                brought = await Get<ConnectionPool>(0).Find(Name)!.RenewAsync(cancellation);
                Assert.NotNull(brought);
                Assert.NotEqual(_system.RotatedIn(seen.Secret), _system.RotatedIn(brought.Secret));
                Assert.False(_system.HasUsed(_system.RotatedIn(brought.Secret)), "It was used before it was kept.");
                return brought;
            },
            Cancellation);

        Assert.Equal((brought!.Secret, seen.Version + 1), (renewed!.Secret, renewed.Version));
        Assert.Equal(renewed, await KeptAsync());
    }

    [Fact]
    public async Task A_newer_login_of_another_process_is_taken_and_not_renewed_again()
    {
        await CallAsync(1);
        _system.RefuseToken();
        await CallAsync(0);
        Assert.Equal(1, _system.Renewals);

        await CallAsync(1);

        Assert.Equal(1, _system.Renewals);
    }

    [Fact]
    public async Task A_person_who_logs_in_during_a_renewal_wins()
    {
        var seen = (await KeptAsync())!;
        _system.BringNearItsEnd();

        var renewed = await Get<LoginRenewal>(0).RenewAsync(
            Name, seen.Version,
            async cancellation =>
            {
                var brought = (await Get<ConnectionPool>(0).Find(Name)!.RenewAsync(cancellation))!;
                await LogInAsync();
                Assert.NotEqual(brought.Secret, (await KeptAsync())?.Secret);
                return brought;
            },
            Cancellation);

        Assert.Equal(await KeptAsync(), renewed);
        Assert.Equal(seen.Version + 1, renewed?.Version);
    }

    private protected abstract Task<ILoginHarness> StartAsync();

    private protected abstract Task<SharedStore> StoreAsync();

    private Task CallAsync(int number) => _system.CallAsync(Get<ConnectionPool>(number % 2).Find(Name)!, Cancellation);

    private Task<KeptLogin?> KeptAsync() => Get<LoginStore>(1).FindAsync(Name, Cancellation);

    private Task LogInAsync() => Get<LoginOperations>(0).LogInAsync(Name, _system.NewSecret(), "somebody", Cancellation);

    private T Get<T>(int process)
        where T : notnull
        => _processes.Get<T>(process);
}
