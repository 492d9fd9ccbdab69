namespace Reelway.Engine;

/// <summary>How a <c>Once</c> step came to its end.</summary>
public enum OnceOutcome
{
    /// <summary>The body ended without a fault.</summary>
    Done,

    /// <summary>Its outcome was unknown, and a person said that the effect has happened.</summary>
    AssumedDone,
}
