namespace Reelway.Engine;

/// <summary>What a failed attempt means for the run. Decides alone what the engine does next.</summary>
public enum FaultKind
{
    /// <summary>May succeed unchanged. Repeated with growing waits until the attempts are spent.</summary>
    Transient,

    /// <summary>Wait until <see cref="Fault.Until"/>, then repeat. Costs no attempt.</summary>
    RateLimited,

    /// <summary>Credentials refused. The run waits for a person and everything that shares the scope waits with it. Costs no attempt.</summary>
    Auth,

    /// <summary>Will never succeed unchanged. The step has failed.</summary>
    Permanent,

    /// <summary>Only a person can mend it; <see cref="Fault.Reason"/> says why. The run needs attention and goes on from this step when retried.</summary>
    NeedsPerson,
}
