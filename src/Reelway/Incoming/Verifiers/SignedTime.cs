using System.Globalization;

namespace Reelway.Incoming.Verifiers;

/// <summary>The time that a sender signs, so that what somebody recorded can't be sent again later.</summary>
internal static class SignedTime
{
    /// <summary>Reads epoch seconds; null when they are none.</summary>
    public static DateTimeOffset? FromSeconds(string text)
        => text.Length <= 12 && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    /// <summary>What is wrong with a time, as a sentence; null when nothing is.</summary>
    /// <param name="old">How old it may be.</param>
    /// <param name="ahead">How far ahead of this clock it may be.</param>
    public static string? ProblemOf(DateTimeOffset time, DateTimeOffset now, TimeSpan old, TimeSpan ahead)
        => now - time > old ? string.Create(CultureInfo.InvariantCulture, $"It was signed {(now - time).TotalSeconds:0} s ago; at most {old.TotalSeconds:0} s are taken. Check the sender's clock, and this server's.")
            : time - now > ahead ? string.Create(CultureInfo.InvariantCulture, $"It was signed {(time - now).TotalSeconds:0} s ahead of this server's clock; at most {ahead.TotalSeconds:0} s are taken. Check both clocks.")
            : null;
}
