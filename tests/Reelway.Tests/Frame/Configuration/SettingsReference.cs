using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;
using Reelway.Configuration;
using Reelway.Frame.Configuration;

namespace Reelway.Tests.Frame.Configuration;

/// <summary>Writes the reference of all settings from what the code declares: types, defaults, ranges, and what each is for.</summary>
internal sealed class SettingsReference(SettingsCatalog catalog)
{
    private const string Head = """
        # Settings

        Every setting, as the program declares it. [Configuration](guides/configuration.md) says where settings are written and who wins.
        `reelway config show --origin` shows what holds on a machine.

        - Durations are written with their unit: `250ms`, `15s`, `5m`, `6h`, `14d`. Sizes are bytes, or `500kB`, `10MB`, `2GiB`.
        - A file or folder is relative to the folder of `reelway.yaml`, in a variable or on the command line to the current folder.
        - *Secret* values are masked wherever settings are shown.
        - *Live* settings count at once when a file of the configuration changes. All others count from the next start.
        - `NAME` stands for a name of your own.

        """;

    // What depends on the machine that this is written on is told in words.
    private static readonly Dictionary<string, string> InWords = new()
    {
        ["media.encoders"] = "half the cores",
    };

    private readonly StringBuilder _text = new(Head);

    /// <summary>The whole page.</summary>
    public string Write()
    {
        foreach (var (name, type) in catalog.Sections)
        {
            Section(name, name, type);
        }

        _text.Append("\n## connections\n\nAccounts of outside systems: `connections.NAME`, with the connector that each uses. What stands under a connector's own name, "
            + "`facebook.throttle_wait` for instance, holds for all of its connections.\n");
        foreach (var (id, type) in catalog.Connectors)
        {
            Section($"connections.NAME with connector: {id}", "connections.NAME", type, level: "###");
        }

        return _text.ToString().ReplaceLineEndings("\n");
    }

    private void Section(string title, string path, Type type, string level = "##")
    {
        _text.Append(CultureInfo.InvariantCulture, $"\n{level} {title}\n\n| Setting | Type | Default | Range | Live | Meaning |\n|---|---|---|---|---|---|\n");
        Group(path, type, Activator.CreateInstance(type), isLive: false);
    }

    private void Group(string path, Type type, object? defaults, bool isLive)
    {
        foreach (var field in SettingShape.FieldsOf(type))
        {
            var key = $"{path}.{field.Key}";
            var live = isLive || field.IsLive;
            var shape = SettingShape.Of(field.Property.PropertyType);
            var standing = defaults is null ? null : field.Property.GetValue(defaults);
            switch (shape.Form)
            {
                case SettingForm.Group:
                    Group(key, shape.Type, standing ?? Activator.CreateInstance(shape.Type), live);
                    break;
                case SettingForm.Dictionary when SettingShape.Of(shape.Item!).Form == SettingForm.Group:
                    Group($"{key}.NAME", shape.Item!, Activator.CreateInstance(shape.Item!), live);
                    break;
                case SettingForm.List when SettingShape.Of(shape.Item!).Form == SettingForm.Group:
                    Row(key, field, "list of groups", string.Empty, live);
                    Group($"{key}[]", shape.Item!, Activator.CreateInstance(shape.Item!), live);
                    break;
                case SettingForm.Dictionary:
                    Row($"{key}.NAME", field, Type(shape.Item!, field), string.Empty, live);
                    break;
                default:
                    Row(key, field, shape.Form == SettingForm.List ? $"list of {Type(shape.Item!, field)}" : Type(shape.Type, field), Default(key, field, standing), live);
                    break;
            }
        }
    }

    private void Row(string key, SettingField field, string type, string standing, bool live)
    {
        Assert.True(field.Help.EndsWith('.'), $"{key} does not say in a sentence what it is for: give its property a [Setting].");
        var meaning = field.Help;
        meaning += key.Split('.') is [var section, var name, ..] && catalog.Old.OldNameOf(section, name) is { } old ? $" Its old name `{key.Replace($"{section}.{name}", old, StringComparison.Ordinal)}` still works." : "";
        _text.Append(CultureInfo.InvariantCulture, $"| `{key}` | {type}{(field.IsSecret ? ", *secret*" : "")} | {standing} | {Range(field)} | {(live ? "yes" : "")} | {Cell(meaning)} |\n");
    }

    private static string Type(Type type, SettingField field)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain switch
        {
            _ when field.IsPath => "file or folder",
            _ when field.IsSize => "size",
            _ when plain == typeof(bool) => "yes or no",
            _ when plain == typeof(TimeSpan) => "duration",
            _ when plain == typeof(Uri) => "address",
            _ when plain.IsEnum => string.Join(", ", Enum.GetNames(plain).Select(name => $"`{SettingNames.FromProperty(name)}`")),
            _ when plain == typeof(int) || plain == typeof(long) => "whole number",
            _ when plain == typeof(double) || plain == typeof(decimal) => "number",
            _ => "text",
        };
    }

    private string Default(string key, SettingField field, object? value)
    {
        if (InWords.TryGetValue(key, out var words))
        {
            return words;
        }

        if (catalog.DataPaths.TryGetValue(key, out var path))
        {
            return $"`{path}` in the data directory";
        }

        if (field.IsRequired)
        {
            return "**required**";
        }

        var text = SettingText.Format(value);
        return text is "" or "[]" or "{}" ? string.Empty : $"`{text}`";
    }

    private static string Range(SettingField field) => string.Join("; ", field.Conditions.Select(condition => condition switch
    {
        LastsAttribute lasts => lasts.Range,
        WebAddressAttribute { PlainToo: false } => "https, or on this machine",
        RangeAttribute { ErrorMessage: { } said } when field.IsSize => said.Replace("must be ", "", StringComparison.Ordinal).TrimEnd('.'),
        RangeAttribute range => $"{SettingText.Format(range.Minimum)} to {SettingText.Format(range.Maximum)}",
        MinLengthAttribute least => $"at least {least.Length} long",
        MaxLengthAttribute most => $"at most {most.Length} long",
        RegularExpressionAttribute pattern => $"`{pattern.Pattern}`",
        _ => string.Empty,
    }).Where(words => words.Length > 0));

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
