namespace Reelway.Engine.Telemetry;

/// <summary>
/// A step as a label of a metric: what kind of step it is, and not what it is about. Names of steps hold addresses and numbers
/// (<c>mail:ada@example.org</c>, <c>page-17</c>), which would make a series each and carry people's data to wherever metrics go.
/// </summary>
internal static class StepLabel
{
    private const int MostLetters = 40;

    /// <summary>Its words up to the first mark or digit: <c>mail</c>, <c>page</c>, <c>look-up</c>.</summary>
    public static string Of(string step)
    {
        var length = 0;
        while (length < step.Length && (char.IsAsciiLetterLower(step[length]) || step[length] == '-'))
        {
            length++;
        }

        // A name of another form may be anything, a person's too.
        var isWhole = length == step.Length || step[length] == ':' || char.IsAsciiDigit(step[length]);
        var label = step[..length].Trim('-');
        return isWhole && label.Length is > 0 and <= MostLetters ? label : "other";
    }
}
