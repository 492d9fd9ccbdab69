using Reelway.Contracts.Servers;
using Reelway.Tests.Connections;

namespace Reelway.Tests.Webhooks;

public sealed class SqliteWebhookDeliveryTests : WebhookDeliveryContract
{
    private protected override Task<SharedStore> StoreAsync() => SharedStore.OnSqliteAsync();
}

public sealed class PostgresWebhookDeliveryTests(SharedServers servers) : WebhookDeliveryContract
{
    private protected override Task<SharedStore> StoreAsync() => SharedStore.OnPostgresAsync(servers, Cancellation);
}
