using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Reelway.Configuration;

namespace Reelway.Frame.Configuration;

/// <summary>One named setting of a group, as its property declares it.</summary>
internal sealed class SettingField(PropertyInfo property)
{
    private readonly SettingAttribute? _setting = property.GetCustomAttribute<SettingAttribute>();
    private readonly LocalPathAttribute? _path = property.GetCustomAttribute<LocalPathAttribute>();

    /// <summary>The name in the configuration.</summary>
    public string Key { get; } = SettingNames.FromProperty(property.Name);

    /// <summary>The property that holds it.</summary>
    public PropertyInfo Property => property;

    /// <summary>What it is for; empty when nobody said.</summary>
    public string Help => _setting?.Help ?? string.Empty;

    /// <summary>True when it is declared as a setting by attribute.</summary>
    public bool IsDeclared => _setting is not null;

    /// <summary>The setting beside it that it is part of; null when it stands for itself.</summary>
    public string? BelongsTo => _setting?.BelongsTo is { } other ? SettingNames.FromProperty(other) : null;

    /// <summary>Never shown.</summary>
    public bool IsSecret => _setting?.Secret == true;

    /// <summary>An address, which may hold a password.</summary>
    public bool IsAddress => _setting?.Address == true || property.PropertyType == typeof(Uri);

    /// <summary>Must be given once its group is used.</summary>
    public bool IsRequired { get; } = property.IsDefined(typeof(RequiredAttribute));

    /// <summary>May change while the server runs.</summary>
    public bool IsLive { get; } = property.IsDefined(typeof(LiveAttribute));

    /// <summary>Where it lies in the data directory unless it is set; null when it does not lie there.</summary>
    public string? InDataDirectory => _path?.InDataDirectory;

    /// <summary>Names a file or folder.</summary>
    public bool IsPath => _path is not null;

    /// <summary>True when it names a file or folder, and this value of it does.</summary>
    public bool IsPathIn(string value) => value.Length > 0 && _path?.Holds(value) == true;

    /// <summary>A number of bytes, which may be written with a unit.</summary>
    public bool IsSize { get; } = property.Name.EndsWith("Bytes", StringComparison.Ordinal);

    /// <summary>Conditions on the value, apart from being there.</summary>
    public IEnumerable<ValidationAttribute> Conditions
        => property.GetCustomAttributes<ValidationAttribute>().Where(condition => condition is not RequiredAttribute);
}
