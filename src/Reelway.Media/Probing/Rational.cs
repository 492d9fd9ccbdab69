using System.Globalization;

namespace Reelway.Media;

/// <summary>An exact fraction, as frame rates (30000/1001 per second) and time bases (1/15360 s) are.</summary>
public readonly record struct Rational(long Numerator, long Denominator)
{
    /// <summary>As a decimal number; 0 for the unknown rate 0/0.</summary>
    public decimal Value => Denominator == 0 ? 0 : (decimal)Numerator / Denominator;

    /// <summary>The length of so many ticks of this time base, in seconds.</summary>
    public decimal ToSeconds(decimal ticks) => ticks * Numerator / Denominator;

    /// <summary>The number of ticks of this time base in so many seconds.</summary>
    public decimal ToTicks(decimal seconds) => seconds * Denominator / Numerator;

    /// <summary>True when it is a real rate or base.</summary>
    public bool IsKnown => Numerator > 0 && Denominator > 0;

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");

    /// <summary>Reads <c>30000/1001</c>; anything else is the unknown rate 0/0.</summary>
    internal static Rational Parse(string? text)
        => text?.Split('/') is [var numerator, var denominator]
            && long.TryParse(numerator, NumberStyles.None, CultureInfo.InvariantCulture, out var top)
            && long.TryParse(denominator, NumberStyles.None, CultureInfo.InvariantCulture, out var bottom)
            ? new Rational(top, bottom)
            : default;
}
