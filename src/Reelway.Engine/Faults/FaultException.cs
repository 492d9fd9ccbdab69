namespace Reelway.Engine;

/// <summary>Thrown by a step's body to fail the attempt with a fault, and into a flow when a step has failed for good.</summary>
public sealed class FaultException(Fault fault, Exception? inner = null) : Exception(fault.Sentence, inner)
{
    /// <summary>The fault.</summary>
    public Fault Fault { get; } = fault;

    /// <summary>A fault that no repetition can mend.</summary>
    public static FaultException Permanent(string sentence, Exception? inner = null)
        => new(new Fault(FaultKind.Permanent, sentence), inner);

    /// <summary>A fault that a person has to mend before the step is tried again.</summary>
    /// <param name="need">What kind of thing that is.</param>
    public static FaultException NeedsPerson(string sentence, AttentionReason need = AttentionReason.Correction)
        => new(new Fault(FaultKind.NeedsPerson, sentence, Need: need));
}
