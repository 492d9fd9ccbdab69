using System.Collections;
using System.Globalization;
using Reelway.Configuration;

namespace Reelway.Frame.Configuration;

/// <summary>Turns the text of a single value into what a property holds, and back.</summary>
internal static class SettingText
{
    /// <summary>True for types that are written as a single value.</summary>
    public static bool IsSingle(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain == typeof(string) || plain == typeof(bool) || plain == typeof(TimeSpan) || plain == typeof(Uri)
            || plain.IsEnum || IsWhole(plain) || IsFraction(plain);
    }

    /// <summary>Reads a value; null when it does not fit the type.</summary>
    /// <param name="isSize">True when a unit such as <c>10MB</c> is allowed.</param>
    public static object? Parse(string text, Type type, bool isSize)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == typeof(string))
        {
            return text;
        }

        text = text.Trim();
        if (plain == typeof(bool))
        {
            return Boolean(text);
        }

        if (plain == typeof(TimeSpan))
        {
            // A bare number is seconds, as the older systems wrote them.
            return Durations.TryParse(text, out var duration) || (text is [>= '0' and <= '9', ..] && Durations.TryParse(text + "s", out duration)) ? duration : null;
        }

        if (plain == typeof(Uri))
        {
            return Uri.TryCreate(text, UriKind.Absolute, out var uri) && !uri.OriginalString.StartsWith('/') ? uri : null;
        }

        return plain.IsEnum ? Enumeration(text, plain) : Number(text, plain, isSize);
    }

    /// <summary>What a right value looks like, for messages: <c>a duration such as 250ms, 15s, 5m, 6h or 14d</c>.</summary>
    public static string Expected(Type type, bool isSize)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain switch
        {
            _ when plain == typeof(bool) => "true or false",
            _ when plain == typeof(TimeSpan) => "a duration such as 250ms, 15s, 5m, 6h or 14d",
            _ when plain == typeof(Uri) => "an absolute address such as https://example.org/path",
            _ when plain.IsEnum => $"one of {string.Join(", ", Enum.GetNames(plain).Select(SettingNames.FromProperty))}",
            _ when isSize => "a size such as 500kB, 10MB or 2GiB",
            _ when IsWhole(plain) => "a whole number",
            _ when IsFraction(plain) => "a number",
            _ => "text",
        };
    }

    /// <summary>Writes a value as a configuration file would; empty for null.</summary>
    public static string Format(object? value) => value switch
    {
        null => string.Empty,
        string text => text,
        bool flag => flag ? "true" : "false",
        TimeSpan duration => Durations.Format(duration),
        Uri uri => uri.OriginalString,
        Enum name => SettingNames.FromProperty(name.ToString()),
        IDictionary map => map.Count == 0 ? "{}" : $"{{{string.Join(", ", map.Keys.Cast<object>().Select(key => $"{key}: {Format(map[key])}"))}}}",
        IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Format))}]",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };

    private static bool IsWhole(Type type) => type == typeof(int) || type == typeof(long);

    private static bool IsFraction(Type type) => type == typeof(double) || type == typeof(decimal);

    private static object? Boolean(string text) => text.ToLowerInvariant() switch
    {
        "true" or "yes" or "on" => true,
        "false" or "no" or "off" => false,
        _ => null,
    };

    private static object? Enumeration(string text, Type type)
    {
        var wanted = Folded(text);
        var name = Enum.GetNames(type).FirstOrDefault(name => Folded(name) == wanted);
        return name is null ? null : Enum.Parse(type, name);

        static string Folded(string name) => SettingNames.Fold(name).Replace("_", string.Empty, StringComparison.Ordinal);
    }

    private static object? Number(string text, Type type, bool isSize)
    {
        if (isSize && Sizes.TryParse(text, out var bytes))
        {
            return type == typeof(long) ? bytes : bytes <= int.MaxValue ? (object)(int)bytes : null;
        }

        var culture = CultureInfo.InvariantCulture;
        return type switch
        {
            _ when type == typeof(int) => int.TryParse(text, NumberStyles.AllowLeadingSign, culture, out var whole) ? whole : null,
            _ when type == typeof(long) => long.TryParse(text, NumberStyles.AllowLeadingSign, culture, out var whole) ? whole : null,
            _ when type == typeof(double) => double.TryParse(text, NumberStyles.Float, culture, out var number) && double.IsFinite(number) ? number : null,
            _ when type == typeof(decimal) => decimal.TryParse(text, NumberStyles.Number, culture, out var number) ? number : null,
            _ => null,
        };
    }
}
