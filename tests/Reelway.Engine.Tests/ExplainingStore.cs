using System.Collections.Concurrent;
using Reelway.Storage;

namespace Reelway.Engine.Tests;

/// <summary>A database that carries out what it is asked, and asks how it goes about it.</summary>
internal sealed class ExplainingStore(EngineStore inner) : EngineStore
{
    /// <summary>From now on plans are kept.</summary>
    public bool Explains { get; set; }

    /// <summary>Each statement with its plan.</summary>
    public ConcurrentQueue<(string Sql, string Plan)> Plans { get; } = [];

    internal override async Task<IStorePlace> MakeAsync(CancellationToken cancellation) => new Place(await inner.MakeAsync(cancellation), this);

    private sealed class Place(IStorePlace place, ExplainingStore store) : IStorePlace
    {
        public async Task<IDatabase> OpenAsync(TimeProvider clock, CancellationToken cancellation)
            => new Database(await place.OpenAsync(clock, cancellation), store);

        public ValueTask DisposeAsync() => place.DisposeAsync();
    }

    private sealed class Database(IDatabase database, ExplainingStore store) : IDatabase
    {
        public SqlDialect Dialect => database.Dialect;

        public long NowMs => database.NowMs;

        public Task<T> ReadAsync<T>(Func<IDbSession, Task<T>> read, CancellationToken cancellation)
            => database.ReadAsync(session => read(new Session(session, store)), cancellation);

        public Task<T> WriteAsync<T>(Func<IDbSession, Task<T>> write, CancellationToken cancellation)
            => database.WriteAsync(session => write(new Session(session, store)), cancellation);

        public Task<TResult> WriteAsync<TRow, TResult>(IBulkWrite<TRow, TResult> bulk, TRow row, CancellationToken cancellation)
            => database.WriteAsync(async session => (await bulk.WriteAsync(new Session(session, store), [row]))[0], cancellation);

        public IPulse? OpenPulse(TimeSpan patience) => database.OpenPulse(patience);

        public ValueTask DisposeAsync() => database.DisposeAsync();
    }

    private sealed class Session(IDbSession session, ExplainingStore store) : IDbSession
    {
        public SqlDialect Dialect => session.Dialect;

        public async Task<int> ExecuteAsync(string sql, object? parameters = null)
        {
            await ExplainAsync(sql, parameters);
            return await session.ExecuteAsync(sql, parameters);
        }

        public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters = null)
        {
            await ExplainAsync(sql, parameters);
            return await session.QueryAsync<T>(sql, parameters);
        }

        private async Task ExplainAsync(string sql, object? parameters)
        {
            if (!store.Explains || !new[] { "SELECT", "WITH", "UPDATE", "INSERT", "DELETE" }.Contains(sql.TrimStart().Split([' ', '\n'])[0]))
            {
                return;
            }

            var plan = session.Dialect == SqlDialect.Sqlite
                ? (await session.QueryAsync<(long, long, long, string Detail)>($"EXPLAIN QUERY PLAN {sql}", parameters)).Select(row => row.Detail)
                : await session.QueryAsync<string>($"EXPLAIN (COSTS OFF) {sql}", parameters);
            store.Plans.Enqueue((sql, string.Join("; ", plan.Select(line => line.Trim()))));
        }
    }
}
