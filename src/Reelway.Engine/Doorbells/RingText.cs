using System.Globalization;

namespace Reelway.Engine.Doorbells;

/// <summary>A ring as it travels: <c>work QUEUE</c>, <c>run ID</c> or <c>timer</c>.</summary>
public static class RingText
{
    private const string Work = "work ";
    private const string Run = "run ";
    private const string Timer = "timer";

    public static string Of(Ring ring) => ring.Kind switch
    {
        RingKind.Work => Work + ring.Queue,
        RingKind.Control => string.Create(CultureInfo.InvariantCulture, $"{Run}{ring.RunId}"),
        RingKind.Timer => Timer,
        _ => throw new ArgumentOutOfRangeException(nameof(ring), ring.Kind, "There is no such kind of ring."),
    };

    /// <summary>The ring; null when it is none: written by another program, or by a version that knows more kinds.</summary>
    public static Ring? Read(string text)
    {
        if (text.StartsWith(Work, StringComparison.Ordinal) && text.Length > Work.Length)
        {
            return Ring.Work(text[Work.Length..]);
        }

        if (text.StartsWith(Run, StringComparison.Ordinal) && long.TryParse(text.AsSpan(Run.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var run))
        {
            return new Ring(RingKind.Control, "", run);
        }

        return text == Timer ? Ring.Timer() : null;
    }
}
