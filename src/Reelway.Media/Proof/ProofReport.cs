namespace Reelway.Media;

/// <summary>What was found in a finished clip, beside the recording that it was cut from.</summary>
/// <param name="Checks">All that was looked at.</param>
/// <param name="Frames">Number of frames in the clip.</param>
/// <param name="Elapsed">How long the look took.</param>
public sealed record ProofReport(IReadOnlyList<ProofCheck> Checks, long Frames, TimeSpan Elapsed)
{
    /// <summary>Where packets that were copied are damaged in the recording itself: no fault of the clip, which has them as they are.</summary>
    public IReadOnlyList<DamagedPlace> Damage { get; init; } = [];

    /// <summary>True when everything that was looked at is as planned; false when nothing was.</summary>
    public bool Passed => Checks.Count > 0 && Checks.All(check => check.Passed);

    /// <summary>What is not as planned, in words; empty when all is.</summary>
    public string Failures => Checks.Count == 0 ? "nothing was looked at" : string.Join("; ", Checks.Where(check => !check.Passed).Select(check => check.Words));

    /// <summary>True when something was not as planned, and nothing but the check of this name.</summary>
    internal bool FailsOnlyBy(string name) => !Passed && Checks.Count > 0 && Checks.All(check => check.Passed || check.Name == name);
}
