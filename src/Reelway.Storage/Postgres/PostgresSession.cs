using Npgsql;

namespace Reelway.Storage.Postgres;

/// <summary>A session on a PostgreSQL connection, inside a transaction.</summary>
internal sealed class PostgresSession(NpgsqlConnection connection) : IDbSession
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
        var rows = new List<T>();
        if (await reader.ReadAsync())
        {
            var parse = RowReader.For<T>(reader);
            do
            {
                rows.Add(parse(reader));
            }
            while (await reader.ReadAsync());
        }

        return rows;
    }

    public async Task<T?> FindAsync<T>(string sql, object? parameters = null)
    {
        var rows = await QueryAsync<T>(sql, parameters);
        return rows.Count switch
        {
            0 => default,
            1 => rows[0],
            _ => throw new InvalidOperationException($"A query for one row found {rows.Count}: {sql}"),
        };
    }
}
