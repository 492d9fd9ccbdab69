using Reelway.Contracts.Servers;

namespace Reelway.Tests.Connections;

public sealed class SqliteConnectionKeeperTests : ConnectionKeeperContract
{
    private protected override Task<SharedStore> StoreAsync() => SharedStore.OnSqliteAsync();
}

public sealed class PostgresConnectionKeeperTests(SharedServers servers) : ConnectionKeeperContract
{
    private protected override Task<SharedStore> StoreAsync() => SharedStore.OnPostgresAsync(servers, Cancellation);
}
