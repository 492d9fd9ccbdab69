using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Reelway.Storage.Sqlite;

/// <summary>A statement without rows that stays prepared, its parameters bound by their places: what stores write by the thousand.</summary>
/// <remarks>The provider looks up each parameter by its name at each execution, which costs more than the row.</remarks>
internal sealed class SqliteChange : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly (int Place, Func<object, object?> Read)[] _parameters;

    private SqliteChange(sqlite3 database, sqlite3_stmt statement, (int, Func<object, object?>)[] parameters)
        => (_database, _statement, _parameters) = (database, statement, parameters);

    /// <summary>Prepares a statement; null for what the provider has to run: several statements, lists, parameters of which a value is missing.</summary>
    public static SqliteChange? Prepare(sqlite3 database, string sql, Type type)
    {
        var plan = ParameterPlan.Of(sql, type);
        if (plan.HasLists)
        {
            return null;
        }

        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(database, sql, out var statement, out var rest), database);
        var parameters = plan.Parameters.Select(parameter => (raw.sqlite3_bind_parameter_index(statement, "@" + parameter.Name), parameter.Read)).ToArray();
        if (string.IsNullOrWhiteSpace(rest) && parameters.All(parameter => parameter.Item1 > 0) && raw.sqlite3_bind_parameter_count(statement) == parameters.Length)
        {
            return new SqliteChange(database, statement, parameters);
        }

        statement.Dispose();
        return null;
    }

    /// <summary>Runs it with the values of an object.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Run(object values)
    {
        foreach (var (place, read) in _parameters)
        {
            Check(read(values) switch
            {
                null => raw.sqlite3_bind_null(_statement, place),
                long number => raw.sqlite3_bind_int64(_statement, place, number),
                string text => raw.sqlite3_bind_text(_statement, place, text),
                double number => raw.sqlite3_bind_double(_statement, place, number),
                byte[] bytes => raw.sqlite3_bind_blob(_statement, place, bytes),
                var other => throw new InvalidOperationException($"{other.GetType()} is not stored."),
            });
        }

        // What an INSERT … RETURNING answers, nobody wants here.
        int code;
        while ((code = raw.sqlite3_step(_statement)) == raw.SQLITE_ROW)
        {
        }

        var changed = raw.sqlite3_changes(_database);
        if (code != raw.SQLITE_DONE)
        {
            Fail(code);
        }

        raw.sqlite3_reset(_statement);
        return changed;
    }

    public void Dispose() => _statement.Dispose();

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            Fail(code);
        }
    }

    // The message is the connection's last one, and gone once the statement is reset.
    private void Fail(int code)
    {
        try
        {
            SqliteException.ThrowExceptionForRC(code, _database);
        }
        finally
        {
            raw.sqlite3_reset(_statement);
        }
    }

    /// <summary>Statements of stores are constants: they are found by being the same object, so that their text is neither hashed nor compared.</summary>
    internal sealed class SameText : IEqualityComparer<(string Sql, Type Type)>
    {
        public bool Equals((string Sql, Type Type) x, (string Sql, Type Type) y) => ReferenceEquals(x.Sql, y.Sql) && ReferenceEquals(x.Type, y.Type);

        public int GetHashCode((string Sql, Type Type) one) => HashCode.Combine(RuntimeHelpers.GetHashCode(one.Sql), RuntimeHelpers.GetHashCode(one.Type));
    }
}
