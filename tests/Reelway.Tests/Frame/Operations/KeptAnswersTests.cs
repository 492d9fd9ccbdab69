using Reelway.Contracts.Servers;
using Reelway.Tests.Connections;

namespace Reelway.Tests.Frame.Operations;

public sealed class SqliteKeptAnswersTests : KeptAnswersContract
{
    private protected override Task<SharedStore> StoreAsync() => SharedStore.OnSqliteAsync();
}

public sealed class PostgresKeptAnswersTests(SharedServers servers) : KeptAnswersContract
{
    private protected override Task<SharedStore> StoreAsync() => SharedStore.OnPostgresAsync(servers, Cancellation);
}
