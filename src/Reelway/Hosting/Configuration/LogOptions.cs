using Reelway.Connectors;

namespace Reelway.Hosting.Configuration;

/// <summary>How much is logged (<c>log.*</c>).</summary>
internal sealed class LogOptions
{
    /// <summary>The least weight that is logged.</summary>
    [Setting("What is logged: everything from this weight on.")]
    public LogWeight Level { get; init; } = LogWeight.Info;

    /// <summary>Our name for what other programs call a level in <c>LOG_LEVEL</c>.</summary>
    public static string FromForeignName(string name) => name.ToUpperInvariant() switch
    {
        "ALL" => "trace",
        "INFORMATION" or "NOTICE" => "info",
        "WARNING" => "warn",
        "CRITICAL" or "FATAL" => "error",
        _ => name,
    };
}

/// <summary>Weights of log lines.</summary>
internal enum LogWeight
{
    /// <summary>Everything.</summary>
    Trace = LogLevel.Trace,

    /// <summary>What helps to find a mistake.</summary>
    Debug = LogLevel.Debug,

    /// <summary>What happens.</summary>
    Info = LogLevel.Information,

    /// <summary>What somebody should look at some day.</summary>
    Warn = LogLevel.Warning,

    /// <summary>What failed.</summary>
    Error = LogLevel.Error,
}
