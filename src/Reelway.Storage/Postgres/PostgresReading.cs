using Npgsql;

namespace Reelway.Storage.Postgres;

/// <summary>A session that reads, inside a transaction.</summary>
internal sealed class PostgresReading(NpgsqlConnection connection) : IDbSession
{
    public SqlDialect Dialect => SqlDialect.Postgres;

    public async Task<int> ExecuteAsync(string sql, object? parameters = null)
    {
        await using var command = PostgresCommand.Create(connection, sql, parameters);
        return await command.ExecuteNonQueryAsync();
    }

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters = null)
    {
        await using var command = PostgresCommand.Create(connection, sql, parameters);
        await using var reader = await command.ExecuteReaderAsync();
        return await RowReader.ReadAllAsync<T>(command.CommandText, reader);
    }
}
