using System.Collections.Concurrent;
using System.Data.Common;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Reelway.Storage;

/// <summary>Makes of rows what a query asks for: a single value, a tuple by the columns' order, or any type by their names.</summary>
/// <remarks>
/// The column <c>flow_version</c> fills the constructor's parameter or the property <c>FlowVersion</c>, and the time <c>seen_ms</c> also a
/// <see cref="DateTimeOffset"/> named <c>SeenAt</c>. What no column fills keeps its default; a column that fills nothing is a mistake.
/// </remarks>
internal static class RowReader
{
    /// <summary>Bounds what statements that are put together at run time can leave behind.</summary>
    private const int MostReaders = 2000;

    private static readonly ConcurrentDictionary<(string Sql, Type Type), Delegate> Readers = [];

    /// <summary>All rows of the result at which the reader stands.</summary>
    public static async Task<List<T>> ReadAllAsync<T>(string sql, DbDataReader reader)
    {
        var rows = new List<T>();
        var read = For<T>(sql, reader);
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>How the rows of a statement become <typeparamref name="T"/>. Made once per statement and type.</summary>
    public static Func<DbDataReader, T> For<T>(string sql, DbDataReader reader)
    {
        if (Readers.TryGetValue((sql, typeof(T)), out var known))
        {
            return (Func<DbDataReader, T>)known;
        }

        if (Readers.Count > MostReaders)
        {
            Readers.Clear();
        }

        var made = Make<T>(reader);
        Readers[(sql, typeof(T))] = made;
        return made;
    }

    private static Func<DbDataReader, T> Make<T>(DbDataReader reader)
    {
        var row = Expression.Parameter(typeof(DbDataReader));
        var type = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        var value = Value(row, 0, typeof(T)) ?? (type.IsAssignableTo(typeof(ITuple)) ? Tuple(row, type) : Object(row, type, reader));
        return Expression.Lambda<Func<DbDataReader, T>>(Expression.Convert(value, typeof(T)), row).Compile();
    }

    private static NewExpression Tuple(ParameterExpression row, Type type)
        => Expression.New(type.GetConstructors().Single(), type.GetGenericArguments().Select((one, column) => Of(row, column, one)));

    private static MemberInitExpression Object(ParameterExpression row, Type type, DbDataReader reader)
    {
        var columns = Enumerable.Range(0, reader.FieldCount).ToDictionary(column => column, reader.GetName);
        // A record also has one that copies.
        var constructor = type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(one => one.GetParameters() is not [var only] || only.ParameterType != type).MaxBy(one => one.GetParameters().Length)!;
        var arguments = constructor.GetParameters().Select(parameter => Take(parameter.Name!, parameter.ParameterType) ?? Expression.Default(parameter.ParameterType)).ToList();
        var bindings = type.GetProperties().Where(property => property.CanWrite)
            .Select(property => (property, value: Take(property.Name, property.PropertyType))).Where(one => one.value is not null)
            .Select(one => Expression.Bind(one.property, one.value!)).ToList();
        return columns.Count == 0
            ? Expression.MemberInit(Expression.New(constructor, arguments), bindings)
            : throw new InvalidOperationException($"{type.Name} has no place for the column {columns.Values.First()}.");

        Expression? Take(string name, Type wanted)
        {
            var found = columns.Where(column => Fits(column.Value, name, wanted)).Select(column => (int?)column.Key).FirstOrDefault();
            return found is { } column && columns.Remove(column) ? Of(row, column, wanted) : null;
        }
    }

    private static bool Fits(string column, string name, Type type)
    {
        var plain = column.Replace("_", "", StringComparison.Ordinal);
        return plain.Equals(name, StringComparison.OrdinalIgnoreCase)
            || ((Nullable.GetUnderlyingType(type) ?? type) == typeof(DateTimeOffset) && column.EndsWith("_ms", StringComparison.Ordinal)
                && (name.Equals(plain[..^2], StringComparison.OrdinalIgnoreCase) || name.Equals($"{plain[..^2]}At", StringComparison.OrdinalIgnoreCase)));
    }

    private static Expression Of(ParameterExpression row, int column, Type type)
        => Value(row, column, type) ?? throw new InvalidOperationException($"No column can be read as {type.Name}.");

    // PostgreSQL takes a number that is written in the SQL as one of 32 bits, and gives it as one of 64 all the same.
    private static Expression? Value(ParameterExpression row, int column, Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        var at = Expression.Constant(column);
        Expression Get(string method) => Expression.Call(row, method, [], at);
        Expression? value =
            plain == typeof(long) ? Get(nameof(DbDataReader.GetInt64))
            : plain == typeof(string) ? Get(nameof(DbDataReader.GetString))
            : plain == typeof(double) ? Get(nameof(DbDataReader.GetDouble))
            : plain == typeof(byte[]) ? Expression.Call(row, nameof(DbDataReader.GetFieldValue), [plain], at)
            : plain == typeof(bool) ? Expression.NotEqual(Get(nameof(DbDataReader.GetInt64)), Expression.Constant(0L))
            : plain == typeof(int) || plain.IsEnum ? Expression.ConvertChecked(Get(nameof(DbDataReader.GetInt64)), plain)
            : plain == typeof(DateTimeOffset)
                ? Expression.Call(typeof(DateTimeOffset), nameof(DateTimeOffset.FromUnixTimeMilliseconds), [], Get(nameof(DbDataReader.GetInt64)))
            : plain.IsAssignableTo(typeof(ITypedId)) ? Expression.New(plain.GetConstructor([typeof(long)])!, Get(nameof(DbDataReader.GetInt64)))
            : null;
        return value is null || (type.IsValueType && plain == type)
            ? value
            : Expression.Condition(Get(nameof(DbDataReader.IsDBNull)), Expression.Default(type), Expression.Convert(value, type));
    }
}
