namespace Reelway.Media;

/// <summary>What one way of making a clip came to.</summary>
/// <param name="Proof">What was found in it.</param>
/// <param name="Reason">Why it was made, or not, in words.</param>
/// <param name="Audio">How its sound was made: <c>splice</c>, <c>encode</c> or <c>none</c>.</param>
internal sealed record CutMade(ProofReport Proof, string Reason, string Audio)
{
    /// <summary>It was not made.</summary>
    public static CutMade Not(string reason) => new(new ProofReport([], 0, TimeSpan.Zero), reason, "none");

    /// <summary>What keeps it from being kept, in words: what was found in it, or, where it was not finished, why.</summary>
    public string Problem => Proof.Checks.Count == 0 ? Reason : Proof.Failures;

    /// <summary>True when a copy was made before, and thrown away because it did not pass its proof.</summary>
    public bool Discarded { get; init; }
}
