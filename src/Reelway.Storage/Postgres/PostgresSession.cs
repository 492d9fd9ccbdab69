using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Npgsql;
using NpgsqlTypes;

namespace Reelway.Storage.Postgres;

/// <summary>A session on a PostgreSQL connection, inside a transaction.</summary>
internal sealed partial class PostgresSession(NpgsqlConnection connection) : IDbSession
{
    private static readonly ConcurrentDictionary<string, string> Translated = [];

    public SqlDialect Dialect => SqlDialect.Postgres;

    public async Task<int> ExecuteAsync(string sql, object? parameters = null)
    {
        await using var command = Command(sql, parameters);
        return await command.ExecuteNonQueryAsync();
    }

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters = null)
    {
        await using var command = Command(sql, parameters);
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

    private NpgsqlCommand Command(string sql, object? parameters)
    {
        var command = connection.CreateCommand();
        if (parameters is null)
        {
            command.CommandText = sql;
            return command;
        }

        var plan = ParameterPlan.Of(sql, parameters.GetType());
        command.CommandText = plan.HasLists ? Translated.GetOrAdd(sql, static text => InList().Replace(text, "= ANY(@$1)")) : sql;
        foreach (var parameter in plan.Parameters)
        {
            command.Parameters.Add(new NpgsqlParameter(parameter.Name, TypeOf(parameter.Type)) { Value = parameter.Read(parameters) ?? DBNull.Value });
        }

        return command;
    }

    private static NpgsqlDbType TypeOf(Type type)
    {
        var element = type.IsArray && type != typeof(byte[]) ? type.GetElementType()! : type;
        var single = element == typeof(long) ? NpgsqlDbType.Bigint
            : element == typeof(string) ? NpgsqlDbType.Text
            : element == typeof(double) ? NpgsqlDbType.Double
            : NpgsqlDbType.Bytea;
        return element == type ? single : NpgsqlDbType.Array | single;
    }

    // Stores write IN @list, which SQLite needs; here a list is an array.
    [GeneratedRegex(@"\bIN @(\w+)")]
    private static partial Regex InList();
}
