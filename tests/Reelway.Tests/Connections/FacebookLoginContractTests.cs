using Reelway.Contracts.Servers;

namespace Reelway.Tests.Connections;

public sealed class FacebookLoginOnSqliteTests : LoginContract
{
    private protected override async Task<ILoginHarness> StartAsync() => await FacebookLoginHarness.StartAsync(Cancellation);

    private protected override Task<SharedStore> StoreAsync() => SharedStore.OnSqliteAsync();
}

public sealed class FacebookLoginOnPostgresTests(SharedServers servers) : LoginContract
{
    private protected override async Task<ILoginHarness> StartAsync() => await FacebookLoginHarness.StartAsync(Cancellation);

    private protected override Task<SharedStore> StoreAsync() => SharedStore.OnPostgresAsync(servers, Cancellation);
}
