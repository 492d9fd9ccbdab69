using Reelway.Contracts.Servers;

namespace Reelway.Tests.Connections;

public sealed class SqliteLoginStoreTests : LoginStoreContract
{
    private protected override Task<SharedStore> StoreAsync() => SharedStore.OnSqliteAsync();
}

public sealed class PostgresLoginStoreTests(SharedServers servers) : LoginStoreContract
{
    private protected override Task<SharedStore> StoreAsync() => SharedStore.OnPostgresAsync(servers, Cancellation);
}
