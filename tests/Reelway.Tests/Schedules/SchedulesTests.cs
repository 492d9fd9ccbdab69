using Reelway.Contracts.Servers;
using Reelway.Tests.Connections;

namespace Reelway.Tests.Schedules;

public sealed class SqliteSchedulesTests : SchedulesContract
{
    private protected override Task<SharedStore> StoreAsync() => SharedStore.OnSqliteAsync();
}

public sealed class PostgresSchedulesTests(SharedServers servers) : SchedulesContract
{
    private protected override Task<SharedStore> StoreAsync() => SharedStore.OnPostgresAsync(servers, Cancellation);
}
