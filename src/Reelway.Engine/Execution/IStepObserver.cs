namespace Reelway.Engine.Execution;

/// <summary>The moments of a step between which a process can die.</summary>
internal enum StepMoment
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

/// <summary>Is told of every moment of every step that this process executes. Quick, and never throws.</summary>
internal interface IStepObserver
{
    void Observe(RunId run, string step, StepMoment moment);
}
