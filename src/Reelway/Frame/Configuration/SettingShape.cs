using System.Reflection;
using Reelway.Connectors;

namespace Reelway.Frame.Configuration;

/// <summary>How a type is written in the configuration.</summary>
internal enum SettingForm
{
    /// <summary>A single value.</summary>
    Value,

    /// <summary>A list of <see cref="SettingShape.Item"/>.</summary>
    List,

    /// <summary>Names that are data, each with an <see cref="SettingShape.Item"/>.</summary>
    Dictionary,

    /// <summary>Known names, each with its own type.</summary>
    Group,
}

/// <summary>What the binder knows about a type.</summary>
internal sealed record SettingShape(SettingForm Form, Type Type, Type? Item)
{
    /// <summary>Looks at a type.</summary>
    public static SettingShape Of(Type type)
    {
        if (SettingText.IsSingle(type))
        {
            return new(SettingForm.Value, type, null);
        }

        if (ArgumentOf(type, typeof(IReadOnlyDictionary<,>)) is { } pair)
        {
            return pair[0] == typeof(string)
                ? new(SettingForm.Dictionary, type, pair[1])
                : throw new NotSupportedException($"{type} can't be a setting: names are text.");
        }

        return ArgumentOf(type, typeof(IEnumerable<>)) is { } item
            ? new(SettingForm.List, type, item[0])
            : new(SettingForm.Group, type, null);
    }

    /// <summary>The settings of a group, in the order in which the type declares them.</summary>
    public static IReadOnlyList<SettingField> FieldsOf(Type group)
    {
        var properties = group.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0)
            .OrderBy(property => property.DeclaringType != group).ThenBy(property => property.MetadataToken).ToList();
        // A connector's options declare their settings one by one, and also hold what the host fills in.
        var declared = typeof(IConnectorOptions).IsAssignableFrom(group);
        return [.. properties.Select(property => new SettingField(property)).Where(field => !declared || field.IsDeclared)];
    }

    private static Type[]? ArgumentOf(Type type, Type open)
        => type.GetInterfaces().Prepend(type)
            .FirstOrDefault(one => one.IsGenericType && one.GetGenericTypeDefinition() == open)?.GetGenericArguments();
}
