using System.Text.Json;
using System.Text.Json.Serialization;
using Reelway.Frame.Cli;

namespace Reelway.Scaling.Names;

/// <summary>What <c>scaling name check</c> answers.</summary>
/// <param name="Pattern">By which the names were read.</param>
internal sealed record NameCheck(string Pattern, IReadOnlyList<CheckedName> Names)
{
    /// <summary>Most names that one check takes.</summary>
    public const int MostNames = 10_000;

    /// <summary>True when a script may go on.</summary>
    public bool IsValid => Names.All(name => name.IsValid);

    /// <summary>Checks names.</summary>
    /// <param name="issued">Tracking ids that may stand in them; null when that is not to be judged.</param>
    public static NameCheck Of(NamePattern pattern, IEnumerable<string> names, IReadOnlyCollection<string>? issued = null)
        => new(pattern.Text, [.. names.Take(MostNames).Select(name => CheckedName.Of(pattern.Read(name, issued)))]);

    /// <summary>The names in a list, one a line; empty lines and a byte order mark are none.</summary>
    public static IEnumerable<string> Lines(string text)
        => text.TrimStart('\uFEFF').Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0);

    /// <summary>The same for people.</summary>
    public void Show(CliText text)
    {
        foreach (var name in Names)
        {
            text.Line(name.IsValid ? $"ok    {name.Name} → {name.CleanName}" : $"wrong {name.Name}");
            foreach (var violation in name.Violations)
            {
                text.Line($"      {violation}");
            }

            if (name.CorrectedName is { } corrected)
            {
                text.Line($"      Rename it to {corrected}");
            }
        }

        if (Names.Count != 1)
        {
            text.Line($"{Names.Count(name => name.IsValid)} of {Names.Count} names fit {Pattern}");
        }
    }
}

/// <summary>A name that was checked.</summary>
internal sealed record CheckedName(
    string Name, bool IsValid, string? TrackingId, string? CleanName, IReadOnlyDictionary<string, string> Values, IReadOnlyList<NameViolation> Violations, string? CorrectedName)
{
    public static CheckedName Of(NameReading reading)
        => new(reading.FileName, reading.IsValid, reading.TrackingId, reading.CleanName, reading.Values, reading.Violations, reading.CorrectedName);
}

[JsonSerializable(typeof(NameCheck))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
internal sealed partial class NamesJson : JsonSerializerContext;
