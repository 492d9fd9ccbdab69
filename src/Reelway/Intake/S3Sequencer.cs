namespace Reelway.Intake;

/// <summary>The order of the events of one object: hexadecimal numbers of unequal length, filled up with zeros on the right.</summary>
internal static class S3Sequencer
{
    /// <summary>True when the one event happened before the other.</summary>
    public static bool IsBefore(string one, string other)
    {
        var length = Math.Max(one.Length, other.Length);
        return string.CompareOrdinal(
            one.ToUpperInvariant().PadRight(length, '0'), other.ToUpperInvariant().PadRight(length, '0')) < 0;
    }
}
