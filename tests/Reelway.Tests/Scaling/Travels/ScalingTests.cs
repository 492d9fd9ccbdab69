using Reelway.Contracts.Servers;
using Reelway.Tests.Connections;

namespace Reelway.Tests.Scaling.Travels;

public sealed class SqliteMastersTests : MastersContract
{
    private protected override Task<SharedStore> StoreAsync() => SharedStore.OnSqliteAsync();
}

public sealed class PostgresMastersTests(SharedServers servers) : MastersContract
{
    private protected override Task<SharedStore> StoreAsync() => SharedStore.OnPostgresAsync(servers, Cancellation);
}

public sealed class SqliteDerivativesTests : DerivativesContract
{
    private protected override Task<SharedStore> StoreAsync() => SharedStore.OnSqliteAsync();
}

public sealed class PostgresDerivativesTests(SharedServers servers) : DerivativesContract
{
    private protected override Task<SharedStore> StoreAsync() => SharedStore.OnPostgresAsync(servers, Cancellation);
}
