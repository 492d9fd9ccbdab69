using Dapper;
using Microsoft.Data.Sqlite;

namespace Reelway.Storage.Sqlite;

/// <summary>A session on a SQLite connection. Its calls complete before they return: SQLite has no asynchronous I/O.</summary>
internal sealed class SqliteSession(SqliteConnection connection) : IDbSession
{
    public SqlDialect Dialect => SqlDialect.Sqlite;

    public Task<int> ExecuteAsync(string sql, object? parameters = null)
        => Task.FromResult(connection.Execute(sql, parameters));

    public Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters = null)
        => Task.FromResult<IReadOnlyList<T>>(connection.Query<T>(sql, parameters).AsList());

    public Task<T?> FindAsync<T>(string sql, object? parameters = null)
        => Task.FromResult(connection.QuerySingleOrDefault<T>(sql, parameters));
}
