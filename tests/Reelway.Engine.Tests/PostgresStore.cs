using Reelway.Contracts.Servers;
using Reelway.Storage;
using Reelway.Storage.Postgres;

namespace Reelway.Engine.Tests;

/// <summary>A database of its own on a PostgreSQL server that the assembly's tests share.</summary>
internal sealed class PostgresStore(SharedServers servers) : EngineStore
{
    internal override async Task<IStorePlace> MakeAsync(CancellationToken cancellation)
        => new Place(await (await servers.PostgresAsync(cancellation)).CreateDatabaseAsync(cancellation));

    private sealed class Place(Contracts.Servers.PostgresDatabase database) : IStorePlace
    {
        public async Task<IDatabase> OpenAsync(TimeProvider clock, CancellationToken cancellation)
            => await Storage.Postgres.PostgresDatabase.OpenAsync(PostgresUrl.TryParse(database.Url, out _)!, clock, cancellation);

        public ValueTask DisposeAsync() => database.DisposeAsync();
    }
}
