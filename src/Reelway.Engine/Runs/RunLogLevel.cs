namespace Reelway.Engine;

/// <summary>Weight of a line in a run's log.</summary>
public enum RunLogLevel
{
    /// <summary>What happened.</summary>
    Info,

    /// <summary>What somebody should know although it went on.</summary>
    Warning,

    /// <summary>What failed.</summary>
    Error,
}
