namespace Reelway.Engine;

/// <summary>Thrown by a step's body to fail the attempt with a fault, and into a flow when a step has failed for good.</summary>
/// <remarks>A fault that a person has to mend is made by its reason: what is wrong, a sentence, and what to do, another one; without it the reason's own words follow.</remarks>
public sealed class FaultException(Fault fault, Exception? inner = null) : Exception(fault.Sentence, inner)
{
    /// <summary>The fault.</summary>
    public Fault Fault { get; } = fault;

    /// <summary>A fault that no repetition can mend.</summary>
    public static FaultException Permanent(string sentence, Exception? inner = null)
        => new(new Fault(FaultKind.Permanent, sentence), inner);

    /// <summary>Something is missing that only a person can supply.</summary>
    public static FaultException Missing(string what, string? remedy = null) => NeedsPerson(AttentionReason.MissingData, what, remedy);

    /// <summary>Something else is there already, or holds what is needed.</summary>
    public static FaultException Conflict(string what, string? remedy = null) => NeedsPerson(AttentionReason.Conflict, what, remedy);

    /// <summary>Something is wrong or ambiguous in what people keep.</summary>
    public static FaultException Correction(string what, string? remedy = null, Exception? inner = null)
        => NeedsPerson(AttentionReason.Correction, what, remedy, inner);

    /// <summary>A setting is missing or wrong.</summary>
    public static FaultException Setting(string what, string? remedy = null, Exception? inner = null)
        => NeedsPerson(AttentionReason.Setting, what, remedy, inner);

    /// <summary>The machine needs care.</summary>
    public static FaultException Machine(string what, string? remedy = null, Exception? inner = null)
        => NeedsPerson(AttentionReason.Machine, what, remedy, inner);

    /// <summary>A right is missing at another system.</summary>
    public static FaultException Access(string what, string? remedy = null) => NeedsPerson(AttentionReason.Access, what, remedy);

    /// <summary>A fault that a person has to mend before the step is tried again.</summary>
    public static FaultException NeedsPerson(AttentionReason reason, string what, string? remedy = null, Exception? inner = null)
        => new(Fault.NeedsPerson(reason, what, remedy), inner);
}
