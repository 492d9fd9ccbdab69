using Reelway.Contracts;
using Reelway.Storage;
using Reelway.Storage.Sqlite;

namespace Reelway.Engine.Tests;

/// <summary>SQLite in a temporary folder.</summary>
internal sealed class SqliteStore : EngineStore
{
    internal override Task<IStorePlace> MakeAsync(CancellationToken cancellation) => Task.FromResult<IStorePlace>(new Place());

    private sealed class Place : IStorePlace
    {
        private readonly TemporaryFolder _folder = new();

        public Task<IDatabase> OpenAsync(TimeProvider clock, CancellationToken cancellation)
            => Task.FromResult<IDatabase>(SqliteDatabase.Open(_folder["engine.db"], clock: clock));

        public ValueTask DisposeAsync()
        {
            _folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
