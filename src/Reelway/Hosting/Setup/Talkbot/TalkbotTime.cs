using System.Globalization;
using Reelway.Configuration;

namespace Reelway.Hosting.Setup.Talkbot;

/// <summary>Times as the old program wrote them: bare numbers, whose unit a field's name may end with.</summary>
internal static class TalkbotTime
{
    private static readonly (string Ending, TimeSpan Length)[] Units =
    [
        ("_SECONDS", TimeSpan.FromSeconds(1)), ("_SECS", TimeSpan.FromSeconds(1)), ("_SEC", TimeSpan.FromSeconds(1)), ("_S", TimeSpan.FromSeconds(1)),
        ("_MINUTES", TimeSpan.FromMinutes(1)), ("_MINS", TimeSpan.FromMinutes(1)), ("_HOURS", TimeSpan.FromHours(1)),
    ];

    /// <summary>The name without the unit that it ends with.</summary>
    public static string WithoutUnit(string name) => UnitOf(name) is { Ending: { } ending } ? name[..^ending.Length] : name;

    /// <summary>The time; null when the text is none.</summary>
    public static TimeSpan? Read(string name, string text)
    {
        if (Durations.TryParse(text, out var duration))
        {
            return duration;
        }

        var unit = UnitOf(name).Length;
        unit = unit == TimeSpan.Zero ? TimeSpan.FromSeconds(1) : unit;
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= TimeSpan.FromDays(366) / unit
            ? unit * number
            : null;
    }

    private static (string? Ending, TimeSpan Length) UnitOf(string name)
        => Units.FirstOrDefault(unit => name.EndsWith(unit.Ending, StringComparison.OrdinalIgnoreCase));
}
