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

/// <summary>The end of a run, as it is announced: it is durable.</summary>
public sealed record RunEvent(RunId Run, RunState State);

/// <summary>Announces every moment of every step and the end of every run to whoever listens in this process; costs nothing when nobody does.</summary>
public static class EngineDiagnostics
{
    /// <summary>Name of the <see cref="DiagnosticListener"/>; its events hold a <see cref="StepEvent"/> or a <see cref="RunEvent"/>.</summary>
    public const string ListenerName = "Reelway.Engine";

    /// <summary>Name of the steps' events.</summary>
    public const string StepEventName = "Step";

    /// <summary>Name of the runs' events.</summary>
    public const string RunEventName = "Run";

    private static readonly DiagnosticListener Listener = new(ListenerName);

    internal static void Announce(long runId, string step, StepMoment moment)
    {
        if (Listener.IsEnabled(StepEventName))
        {
            Listener.Write(StepEventName, new StepEvent(new RunId(runId), step, moment));
        }
    }

    internal static void AnnounceEnd(RunId run, RunState state)
    {
        if (Listener.IsEnabled(RunEventName))
        {
            Listener.Write(RunEventName, new RunEvent(run, state));
        }
    }
}
