namespace Reelway.Media;

/// <summary>One thing that was looked at in a finished clip.</summary>
/// <param name="Name">What: <c>frames</c>, <c>middle</c>, …</param>
/// <param name="Passed">Whether it is as planned.</param>
/// <param name="Detail">What was found, in words.</param>
public sealed record ProofCheck(string Name, bool Passed, string Detail)
{
    /// <summary>Name and detail; a check without a detail says at least whether it passed.</summary>
    internal string Words => Detail.Length > 0 ? $"{Name}: {Detail}" : $"{Name}: {(Passed ? "as planned" : "not as planned")}";
}
