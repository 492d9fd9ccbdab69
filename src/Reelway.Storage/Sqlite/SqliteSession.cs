using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace Reelway.Storage.Sqlite;

/// <summary>A session on a SQLite connection. Its calls complete before they return: SQLite has no asynchronous I/O.</summary>
/// <remarks>Statements stay prepared for as long as the session lives: preparing costs more than most of them do.</remarks>
internal sealed class SqliteSession(SqliteConnection connection) : IDbSession, IDisposable
{
    /// <summary>More than the product's stores have; bounds what statements that are put together at run time can leave behind.</summary>
    private const int MostPrepared = 300;

    private readonly Dictionary<string, SqliteCommand> _prepared = [];
    private readonly Dictionary<(string Sql, Type Type), SqliteChange?> _changes = new(new SqliteChange.SameText());

    public SqlDialect Dialect => SqlDialect.Sqlite;

    public Task<int> ExecuteAsync(string sql, object? parameters = null)
    {
        // Scripts (migrations) are run once.
        return Task.FromResult(parameters is null ? Run(connection, sql) : Change(sql, parameters.GetType()) is { } change ? change.Run(parameters) : Command(sql, parameters).ExecuteNonQuery());
    }

    // What is put together at run time is another object each time, and would be found never.
    private SqliteChange? Change(string sql, Type type)
    {
        if (_changes.TryGetValue((sql, type), out var change))
        {
            return change;
        }

        return ReferenceEquals(string.IsInterned(sql), sql) ? _changes[(sql, type)] = SqliteChange.Prepare(connection.Handle!, sql, type) : null;
    }

    /// <summary>Runs what is run once, or seldom.</summary>
    public static int Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    public Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters = null)
    {
        using var reader = Command(sql, parameters).ExecuteReader();
        var rows = new List<T>();
        var read = RowReader.For<T>(sql, reader);
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return Task.FromResult<IReadOnlyList<T>>(rows);
    }

    public void Dispose()
    {
        foreach (var command in _prepared.Values)
        {
            command.Dispose();
        }

        foreach (var change in _changes.Values)
        {
            change?.Dispose();
        }

        _prepared.Clear();
        _changes.Clear();
    }

    private SqliteCommand Command(string sql, object? parameters)
    {
        if (parameters is null)
        {
            return Prepared(sql);
        }

        var plan = ParameterPlan.Of(sql, parameters.GetType());
        var values = plan.HasLists ? Expand(ref sql, plan, parameters) : null;
        var command = Prepared(sql);
        foreach (var parameter in plan.Parameters)
        {
            if (!parameter.IsList)
            {
                Bind(command, "@" + parameter.Name, parameter.Read(parameters));
            }
        }

        foreach (var (name, value) in values ?? [])
        {
            Bind(command, name, value);
        }

        return command;
    }

    // SQLite has no arrays: "IN @list" becomes one parameter per element.
    private static List<(string Name, object? Value)> Expand(ref string sql, ParameterPlan plan, object parameters)
    {
        var values = new List<(string Name, object? Value)>();
        foreach (var list in plan.Parameters.Where(parameter => parameter.IsList))
        {
            var names = new List<string>();
            foreach (var value in (Array)list.Read(parameters)!)
            {
                names.Add(string.Create(CultureInfo.InvariantCulture, $"@{list.Name}_{names.Count}"));
                values.Add((names[^1], value));
            }

            sql = Regex.Replace(sql, $@"@{list.Name}\b", $"({string.Join(", ", names)})");
        }

        return values;
    }

    private SqliteCommand Prepared(string sql)
    {
        if (_prepared.TryGetValue(sql, out var command))
        {
            return command;
        }

        if (_prepared.Count >= MostPrepared)
        {
            Dispose();
        }

        command = connection.CreateCommand();
        command.CommandText = sql;
        return _prepared[sql] = command;
    }

    private static void Bind(SqliteCommand command, string name, object? value)
    {
        var index = command.Parameters.IndexOf(name);
        if (index < 0)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }
        else
        {
            command.Parameters[index].Value = value ?? DBNull.Value;
        }
    }
}
