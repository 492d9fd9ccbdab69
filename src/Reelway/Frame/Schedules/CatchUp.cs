using System.Globalization;

namespace Reelway.Frame.Schedules;

/// <summary>What becomes of slots that passed while no process was there to run them.</summary>
/// <param name="AtMost">How many of them are run, the last ones.</param>
internal readonly record struct CatchUp(int AtMost)
{
    private const int Most = 10_000;

    /// <summary>They are left out.</summary>
    public static CatchUp None => new(0);

    /// <summary>The last one is run.</summary>
    public static CatchUp One => new(1);

    /// <summary>All are run, one after the other; of very many, the last ones.</summary>
    public static CatchUp All(int atMost) => new(atMost);

    /// <summary>Reads <c>none</c>, <c>one</c> or <c>all 31</c>; null for anything else.</summary>
    public static CatchUp? Parse(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
    {
        ["none"] => None,
        ["one"] => One,
        ["all", var number] when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var atMost) && atMost is > 0 and <= Most => All(atMost),
        _ => null,
    };

    /// <inheritdoc/>
    public override string ToString() => AtMost switch
    {
        0 => "none",
        1 => "one",
        _ => string.Create(CultureInfo.InvariantCulture, $"all {AtMost}"),
    };
}
