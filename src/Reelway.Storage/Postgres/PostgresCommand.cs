using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Npgsql;
using NpgsqlTypes;

namespace Reelway.Storage.Postgres;

/// <summary>Statements as PostgreSQL wants them.</summary>
internal static partial class PostgresCommand
{
    /// <summary>Bounds what statements that are put together at run time can leave behind.</summary>
    private const int MostTexts = 2000;

    private static readonly ConcurrentDictionary<(string Sql, ParameterPlan Plan), string> Numbered = [];

    /// <summary>A command with its parameters bound.</summary>
    public static NpgsqlCommand Create(NpgsqlConnection connection, string sql, object? parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = Bind(command.Parameters, sql, parameters);
        return command;
    }

    /// <summary>A command of a batch, with its parameters bound.</summary>
    public static NpgsqlBatchCommand CreateForBatch(string sql, object? parameters)
    {
        var command = new NpgsqlBatchCommand();
        command.CommandText = Bind(command.Parameters, sql, parameters);
        return command;
    }

    // Numbered, as the server has them: with names the client would read the whole text at each execution.
    private static string Bind(NpgsqlParameterCollection bound, string sql, object? parameters)
    {
        if (parameters is null)
        {
            return sql;
        }

        var plan = ParameterPlan.Of(sql, parameters.GetType());
        foreach (var parameter in plan.Parameters)
        {
            bound.Add(new NpgsqlParameter { NpgsqlDbType = TypeOf(parameter.Type), Value = parameter.Read(parameters) ?? DBNull.Value });
        }

        if (Numbered.Count > MostTexts)
        {
            Numbered.Clear();
        }

        return Numbered.GetOrAdd((sql, plan), static key => Number(key.Sql, key.Plan));
    }

    // Stores write IN @list, which SQLite needs; here a list is an array.
    private static string Number(string sql, ParameterPlan plan)
    {
        var numbers = plan.Parameters.Index().ToDictionary(parameter => parameter.Item.Name, parameter => parameter.Index + 1, StringComparer.Ordinal);
        var arrays = plan.HasLists ? InList().Replace(sql, "= ANY(@$1)") : sql;
        return ParameterPlan.ParameterNames().Replace(
            arrays, match => numbers.TryGetValue(match.Groups[1].Value, out var number) ? $"${number}" : match.Value);
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

    [GeneratedRegex(@"\bIN @(\w+)")]
    private static partial Regex InList();
}
