namespace Reelway.Runs;

/// <summary>Durations as the API gives them.</summary>
internal static class Milliseconds
{
    /// <summary>Whole milliseconds from one time to another; 0 when a clock went backwards in between.</summary>
    public static long Between(DateTimeOffset start, DateTimeOffset end) => Math.Max(0, (long)(end - start).TotalMilliseconds);
}
