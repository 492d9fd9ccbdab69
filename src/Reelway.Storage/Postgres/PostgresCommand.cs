using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Npgsql;
using NpgsqlTypes;

namespace Reelway.Storage.Postgres;

/// <summary>Statements as PostgreSQL wants them.</summary>
internal static partial class PostgresCommand
{
    private static readonly ConcurrentDictionary<string, string> Translated = [];

    /// <summary>A command with its parameters bound.</summary>
    public static NpgsqlCommand Create(NpgsqlConnection connection, string sql, object? parameters)
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
