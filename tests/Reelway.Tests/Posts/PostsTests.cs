using Reelway.Contracts.Servers;
using Reelway.Tests.Connections;

namespace Reelway.Tests.Posts;

public sealed class SqlitePostsTests : PostsContract
{
    private protected override Task<SharedStore> StoreAsync() => SharedStore.OnSqliteAsync();
}

public sealed class PostgresPostsTests(SharedServers servers) : PostsContract
{
    private protected override Task<SharedStore> StoreAsync() => SharedStore.OnPostgresAsync(servers, Cancellation);
}

public sealed class SqlitePostAskingTests : PostAskingContract
{
    private protected override Task<SharedStore> StoreAsync() => SharedStore.OnSqliteAsync();
}

public sealed class PostgresPostAskingTests(SharedServers servers) : PostAskingContract
{
    private protected override Task<SharedStore> StoreAsync() => SharedStore.OnPostgresAsync(servers, Cancellation);
}

public sealed class SqliteTakeoverTests : MovingIn.TakeoverContract
{
    private protected override Task<SharedStore> StoreAsync() => SharedStore.OnSqliteAsync();
}

public sealed class PostgresTakeoverTests(SharedServers servers) : MovingIn.TakeoverContract
{
    private protected override Task<SharedStore> StoreAsync() => SharedStore.OnPostgresAsync(servers, Cancellation);
}

public sealed class SqlitePostAfterwardsTests : PostAfterwardsContract
{
    private protected override Task<SharedStore> StoreAsync() => SharedStore.OnSqliteAsync();
}

public sealed class PostgresPostAfterwardsTests(SharedServers servers) : PostAfterwardsContract
{
    private protected override Task<SharedStore> StoreAsync() => SharedStore.OnPostgresAsync(servers, Cancellation);
}
