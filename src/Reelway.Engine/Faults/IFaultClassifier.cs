namespace Reelway.Engine;

/// <summary>Turns the exceptions of a step's body into faults. The host supplies it, since the engine knows no connector.</summary>
public interface IFaultClassifier
{
    /// <summary>The fault that the exception stands for; null when it is unknown (the engine then takes it as transient, with few attempts).</summary>
    Fault? Classify(Exception exception);
}
