namespace Reelway.Scaling.Names;

/// <summary>Six characters that connect what an agency returns with the master that it was made from.</summary>
internal static class TrackingId
{
    public const int Length = 6;

    /// <summary>Letters and digits that nobody takes for another one when reading or dictating: no 0 and O, no 1, I and L.</summary>
    public const string Alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

    /// <summary>A new id. Whether it is free says the store's unique key: 31⁶ are 887 million.</summary>
    /// <param name="below">A random number from 0 up to, without, the given one, such as <c>RandomNumberGenerator.GetInt32</c>.</param>
    public static string New(Func<int, int> below)
        => string.Create(Length, below, static (letters, below) =>
        {
            foreach (ref var letter in letters)
            {
                letter = Alphabet[below(Alphabet.Length)];
            }
        });

    /// <summary>The id as it is stored, however it was typed; null for what can't be one. Ids of earlier systems may hold any letter and digit.</summary>
    public static string? Read(string text)
        => text.Length == Length && text.All(char.IsAsciiLetterOrDigit) ? text.ToUpperInvariant() : null;
}
