using System.Globalization;
using System.Text.Json.Nodes;

namespace Reelway.Sandbox.Google;

/// <summary>What a cell holds.</summary>
/// <param name="Value">Text, a <see cref="double"/> or a <see cref="bool"/>.</param>
/// <param name="Shown">How people see it.</param>
/// <param name="Formula">What computes it; null for a plain value.</param>
/// <param name="IsTime">A day, a time or a duration, whose value is a number of days.</param>
internal sealed record SheetCell(object Value, string Shown, string? Formula = null, bool IsTime = false)
{
    public static SheetCell Text(string text) => new(text, text);

    public static SheetCell Number(double number) => new(number, number.ToString(CultureInfo.InvariantCulture));

    public static SheetCell Truth(bool truth) => new(truth, truth ? "TRUE" : "FALSE");

    /// <summary>The cell as an answer holds it.</summary>
    /// <param name="render">FORMATTED_VALUE, UNFORMATTED_VALUE or FORMULA.</param>
    /// <param name="times">SERIAL_NUMBER or FORMATTED_STRING; heeded only where values are not formatted anyway.</param>
    public JsonNode Render(string render, string times) => render switch
    {
        "FORMATTED_VALUE" => Shown,
        "FORMULA" when Formula is not null => Formula,
        _ when IsTime && times == "FORMATTED_STRING" => Shown,
        _ => Value switch
        {
            double number => JsonValue.Create(number),
            bool truth => JsonValue.Create(truth),
            var text => JsonValue.Create((string)text),
        },
    };
}
