using System.Collections;
using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Reelway.Storage;

/// <summary>Which properties of a parameter object a statement uses, and how they are read. Made once per statement and type.</summary>
internal sealed partial class ParameterPlan
{
    private static readonly ConcurrentDictionary<(string Sql, Type Type), ParameterPlan> Plans = [];

    /// <summary>Bounds what statements that are put together at run time can leave behind.</summary>
    private const int MostPlans = 2000;

    private ParameterPlan(IReadOnlyList<Parameter> parameters)
        => (Parameters, HasLists) = (parameters, parameters.Any(parameter => parameter.IsList));

    /// <summary>One named parameter.</summary>
    /// <param name="Name">Without the sign before it.</param>
    /// <param name="Type"><see cref="long"/>, <see cref="string"/>, <see cref="double"/>, an array of those, or bytes; of null values too.</param>
    /// <param name="Read">Reads the value: numbers, enums, truth values, typed ids and times as <see cref="long"/>.</param>
    internal sealed record Parameter(string Name, Type Type, Func<object, object?> Read)
    {
        public bool IsList { get; } = Type.IsArray && Type != typeof(byte[]);
    }

    public IReadOnlyList<Parameter> Parameters { get; }

    public bool HasLists { get; }

    /// <summary>The plan of a statement for parameters of a type.</summary>
    public static ParameterPlan Of(string sql, Type type)
    {
        if (Plans.TryGetValue((sql, type), out var plan))
        {
            return plan;
        }

        if (Plans.Count > MostPlans)
        {
            Plans.Clear();
        }

        return Plans[(sql, type)] = Make(sql, type);
    }

    private static ParameterPlan Make(string sql, Type type)
    {
        var names = ParameterNames().Matches(sql).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        return new ParameterPlan([.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => names.Contains(property.Name))
            .Select(property => new Parameter(property.Name, StoredType(property.PropertyType), Reader(type, property)))]);
    }

    private static Func<object, object?> Reader(Type type, PropertyInfo property)
    {
        var owner = Expression.Parameter(typeof(object));
        var value = Expression.Convert(Expression.Property(Expression.Convert(owner, type), property), typeof(object));
        var read = Expression.Lambda<Func<object, object?>>(value, owner).Compile();
        return source => Stored(read(source));
    }

    private static object? Stored(object? value) => value switch
    {
        null => null,
        Enum or int or short or byte => Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture),
        bool truth => truth ? 1L : 0L,
        ITypedId id => id.Value,
        DateTimeOffset time => time.ToUnixTimeMilliseconds(),
        string text => StorableText.Of(text),
        byte[] or long[] or long?[] or double[] => value,
        IEnumerable<string?> texts => texts.Select(StorableText.Of).ToArray(),
        IEnumerable many => many.Cast<object?>().Select(Stored).Cast<long?>().Select(one => one!.Value).ToArray(),
        _ => value,
    };

    private static Type StoredType(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == typeof(string) || plain == typeof(double) || plain == typeof(byte[]))
        {
            return plain;
        }

        if (typeof(IEnumerable<string>).IsAssignableFrom(plain))
        {
            return typeof(string[]);
        }

        return plain == typeof(double[]) ? plain : typeof(IEnumerable).IsAssignableFrom(plain) ? typeof(long[]) : typeof(long);
    }

    [GeneratedRegex(@"(?<![@\w])@(\w+)")]
    internal static partial Regex ParameterNames();
}
