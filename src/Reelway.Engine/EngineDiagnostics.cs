using System.Diagnostics;

namespace Reelway.Engine;

/// <summary>The moments of a step between which a process can die.</summary>
public enum StepMoment
{
    /// <summary>Its body is about to run.</summary>
    Begin,

    /// <summary>Its body has ended well, and nothing of that is stored yet.</summary>
    BodyDone,

    /// <summary>A checkpoint of it is durable.</summary>
    Checkpoint,

    /// <summary>Its outcome is durable, and the flow does not know it yet.</summary>
    Stored,
}

/// <summary>A moment of a step, as it is announced.</summary>
public sealed record StepEvent(RunId Run, string Step, StepMoment Moment);

/// <summary>Announces every moment of every step to whoever listens in this process; costs nothing when nobody does.</summary>
public static class EngineDiagnostics
{
    /// <summary>Name of the <see cref="DiagnosticListener"/>; its events bear the name <see cref="StepEventName"/> and hold a <see cref="StepEvent"/>.</summary>
    public const string ListenerName = "Reelway.Engine";

    /// <summary>Name of the events.</summary>
    public const string StepEventName = "Step";

    private static readonly DiagnosticListener Listener = new(ListenerName);

    internal static void Announce(long runId, string step, StepMoment moment)
    {
        if (Listener.IsEnabled(StepEventName))
        {
            Listener.Write(StepEventName, new StepEvent(new RunId(runId), step, moment));
        }
    }
}
