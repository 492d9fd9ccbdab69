using System.Collections;
using System.ComponentModel.DataAnnotations;

namespace Reelway.Frame.Configuration;

/// <summary>Makes options from a tree. Reports everything that is wrong and goes on, so that one start shows all problems.</summary>
internal sealed class SettingsBinder(SettingProblems problems, Secrets secrets, string baseDirectory)
{
    private readonly List<EffectiveSetting> _effective = [];
    private readonly SettingConditions _conditions = new(problems);

    /// <summary>Every setting met so far, defaults included.</summary>
    public IReadOnlyList<EffectiveSetting> Effective => _effective;

    /// <summary>Makes the options of one section; those of an absent one are its defaults, and nothing of it is required.</summary>
    public object Section(string path, Type type, SettingNode? node)
    {
        if (node is SettingValue { Text: null })
        {
            node = null;
        }

        return Group(path, type, node, isUsed: node is not null);
    }

    /// <summary>Reports names that mean nothing.</summary>
    public void Unknown(string path, SettingMap map, IEnumerable<string> known)
    {
        var names = known.ToList();
        foreach (var (key, node) in map.Entries)
        {
            if (!names.Contains(key) && !(node is SettingValue { Text: null } && key.Length == 0))
            {
                if (!SettingNames.IsShowable(key))
                {
                    problems.Warning(path.Length > 0 ? path : node.Origin.Name, node.Origin, "holds a name here that no setting has; it has no effect.");
                    continue;
                }

                var nearest = SettingNames.Nearest(key, names);
                var hint = nearest is null ? "it has no effect." : $"did you mean {SettingPath.Join(path, nearest)}?";
                problems.Warning(SettingPath.Join(path, key), node.Origin, $"unknown setting; {hint}");
            }
        }
    }

    /// <summary>Makes a group from its type's fields.</summary>
    /// <param name="isUsed">False when the whole group is absent, so that nothing of it is missed.</param>
    /// <param name="alsoKnown">Names that somebody else reads.</param>
    public object Group(string path, Type type, SettingNode? node, bool isUsed, params string[] alsoKnown)
    {
        var options = Activator.CreateInstance(type)!;
        var map = node as SettingMap;
        if (node is not (null or SettingMap or SettingValue { Text: null }))
        {
            problems.Error(path, node.Origin, $"must be a group of settings, but is {node.Kind}.");
            return options;
        }

        var fields = SettingShape.FieldsOf(type);
        var before = problems.All.Count(problem => problem.IsError);
        foreach (var field in fields)
        {
            Field(path, field, options, map, isUsed);
        }

        if (map is not null)
        {
            Unknown(path, map, fields.Select(field => field.Key).Concat(alsoKnown));
        }

        // What the settings say about each other is judged only when each is right by itself.
        if (isUsed && before == problems.All.Count(problem => problem.IsError) && options is IValidatableObject whole)
        {
            _conditions.Together(path, whole, map, fields);
        }

        return options;
    }

    private void Field(string path, SettingField field, object options, SettingMap? map, bool isUsed)
    {
        var key = SettingPath.Join(path, field.Key);
        var node = map?.Find(field.Key);
        var type = field.Property.PropertyType;
        var isNested = SettingShape.Of(type).Form == SettingForm.Group;
        if (node is null or SettingValue { Text: null } && !isNested)
        {
            var missing = node is not SettingValue { Text: "" } && field.IsRequired && isUsed;
            if (missing)
            {
                Missing(key, field, node?.Origin ?? map?.Origin);
            }

            var standing = field.Property.GetValue(options);
            if (standing is string relative && field.IsPathIn(relative))
            {
                standing = Path.GetFullPath(relative, baseDirectory);
                field.Property.SetValue(options, standing);
            }

            Note(key, field, SettingText.Format(standing), node ?? Default(), node);
            return;
        }

        var value = Bind(key, type, node, field, isUsed);
        if (value is null)
        {
            return;
        }

        if (field.IsRequired && isUsed && value is string { Length: 0 })
        {
            Missing(key, field, node?.Origin);
            return;
        }

        field.Property.SetValue(options, value);
        _conditions.Each(key, field, value, options, node?.Origin ?? map?.Origin);
    }

    private object? Bind(string key, Type type, SettingNode? node, SettingField? field, bool isUsed)
    {
        var shape = SettingShape.Of(type);
        return shape.Form switch
        {
            SettingForm.Group => Group(key, type, node, isUsed && node is not null),
            SettingForm.List => List(key, shape, node!, field),
            SettingForm.Dictionary => Dictionary(key, shape, node!, field is { IsSecret: true } ? field : null),
            _ => Value(key, type, node!, field),
        };
    }

    private object? Value(string key, Type type, SettingNode node, SettingField? field)
    {
        var isSize = field?.IsSize == true;
        if (node is not SettingValue { Text: { } text })
        {
            problems.Error(key, node.Origin, $"must be {SettingText.Expected(type, isSize)}, but is {node.Kind}.");
            return null;
        }

        if (field?.IsSecret == true || node.Origin.IsHeldInFile)
        {
            secrets.Add(text);
        }

        var value = SettingText.Parse(text, type, isSize);
        if (value is null)
        {
            // What is no address may hold a password at any place.
            var shown = field is { IsSecret: true } or { IsAddress: true } || node.Origin.IsHeldInFile ? "the value" : $"\"{Shortened(ShownAddress.In(text, secrets))}\"";
            problems.Error(key, node.Origin, $"{shown} is not {SettingText.Expected(type, isSize)}.");
            return null;
        }

        if (value is string path && field?.IsPathIn(path) == true)
        {
            value = Path.GetFullPath(path, node.Origin.Directory);
        }

        Note(key, field, SettingText.Format(value), node, node);
        return value;
    }

    private IList? List(string key, SettingShape shape, SettingNode node, SettingField? field)
    {
        var items = node switch
        {
            SettingList list => list.Items,
            // A variable can't hold a list otherwise.
            SettingValue { Text: { } text, Origin.Source: not SettingSource.File } value =>
                [.. text.Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(item => value with { Text = item })],
            _ => null,
        };
        if (items is null)
        {
            problems.Error(key, node.Origin, $"must be a list, but is {node.Kind}; write [a, b] or lines that begin with \"- \".");
            return null;
        }

        var result = Array.CreateInstance(shape.Item!, items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            if (Bind($"{key}[{i}]", shape.Item!, items[i], field is { IsSecret: true } or { IsPath: true } or { IsAddress: true } ? field : null, isUsed: true) is { } item)
            {
                result.SetValue(item, i);
            }
        }

        return shape.Type.IsAssignableFrom(result.GetType())
            ? result
            : (IList)Activator.CreateInstance(shape.Type, result)!;
    }

    private IDictionary? Dictionary(string key, SettingShape shape, SettingNode node, SettingField? secret)
    {
        if (node is not SettingMap map)
        {
            problems.Error(key, node.Origin, $"must be a group of names, but is {node.Kind}.");
            return null;
        }

        var result = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), shape.Item!))!;
        foreach (var (name, item) in map.Entries)
        {
            var isGroup = SettingShape.Of(shape.Item!).Form == SettingForm.Group;
            if (item is SettingValue { Text: null } && !isGroup)
            {
                continue;
            }

            // A name without anything below it is still an entry, of which things may be missing.
            var entry = isGroup
                ? Group(SettingPath.Join(key, name), shape.Item!, item, isUsed: true)
                : Bind(SettingPath.Join(key, name), shape.Item!, item, secret, isUsed: true);
            if (entry is not null)
            {
                result.Add(name, entry);
            }
        }

        return result;
    }

    private void Missing(string key, SettingField field, SettingOrigin? origin)
    {
        var help = field.Help.Length > 0 ? $" {field.Help}" : string.Empty;
        problems.Error(key, origin, $"is required and not set.{help}");
    }

    private void Note(string key, SettingField? field, string value, SettingNode winner, SettingNode? written)
    {
        var isSecret = field?.IsSecret == true;
        var overridden = (written?.Overridden ?? []).Select(node => new OverriddenSetting(Masked((node as SettingValue)?.Text ?? $"({node.Kind})"), node.Origin));
        _effective.Add(new(key, Masked(value), winner.Origin, isSecret, [.. overridden]));

        string Masked(string text)
        {
            if (isSecret)
            {
                secrets.Add(text);
                return text is "" or "[]" or "{}" ? string.Empty : Secrets.Mask;
            }

            return Shown(field, text);
        }
    }

    private string Shown(SettingField? field, string text)
        => field?.IsAddress == true ? ShownAddress.Of(text, secrets) : ShownAddress.In(text, secrets);

    private SettingValue Default() => new(null, new(SettingSource.Default, "default", 0, baseDirectory));

    private static string Shortened(string text) => text.Length <= 80 ? text : text[..77] + "...";
}
