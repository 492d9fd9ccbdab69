namespace Reelway.Engine;

/// <summary>A failed attempt as a fact, whoever met it.</summary>
/// <param name="Kind">What it means for the run.</param>
/// <param name="Sentence">What happened, to what, and what to do: the words that the operator reads.</param>
/// <param name="Scope">What else it holds up, as opaque text (<c>facebook:page:123</c>); null: this step alone.</param>
/// <param name="Until">When to try again, where the cause named a time.</param>
/// <param name="OutcomeUnknown">True when the effect may have happened: a <c>Once</c> step then asks a person.</param>
/// <param name="Reason">Why a person is needed, where one is: chooses the words that the run is shown with.</param>
public sealed record Fault(
    FaultKind Kind, string Sentence, string? Scope = null, DateTimeOffset? Until = null, bool OutcomeUnknown = false, AttentionReason? Reason = null)
{
    // It is kept with the run, its steps and its log, and read by people in lists.
    private const int MostLetters = 4000;

    /// <summary>What happened, to what, and what to do. Cut where nobody reads on.</summary>
    public string Sentence { get; init; } = Sentence.Length <= MostLetters
        ? Sentence
        : Sentence[..(MostLetters - (char.IsHighSurrogate(Sentence[MostLetters - 2]) ? 2 : 1))] + "…";

    /// <summary>The sentence with its full stop, for where another one follows.</summary>
    internal string WholeSentence => Whole(Sentence);

    /// <summary>A fault that a person has to mend before the step is tried again.</summary>
    /// <param name="what">What is wrong, in a sentence.</param>
    /// <param name="remedy">What to do, in another one; null for what helps with anything of this reason.</param>
    public static Fault NeedsPerson(AttentionReason reason, string what, string? remedy = null)
        => new(FaultKind.NeedsPerson, $"{Whole(what)} {remedy ?? reason.Remedy()}", Reason: reason);

    private static string Whole(string sentence) => sentence is [.., '.' or '!' or '?' or '…'] ? sentence : sentence + ".";
}
