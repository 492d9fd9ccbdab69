using System.ComponentModel.DataAnnotations;
using Reelway.Configuration;

namespace Reelway.Frame.Logging;

/// <summary>What is logged, how and where (<c>log.*</c>).</summary>
internal sealed class LogOptions
{
    /// <summary>The setting that names the folder of the log files.</summary>
    public const string FolderKey = "log.folder";

    [Live]
    [Setting("What is logged: everything from this weight on.")]
    public LogWeight Level { get; init; } = LogWeight.Info;

    [Setting("How a line is written: text for people, json for programs (one object a line).")]
    public LogFormat Format { get; init; } = LogFormat.Text;

    [MinLength(1)]
    [LocalPath(InDataDirectory = "logs")]
    [Setting("Folder of reelway.log and errors.log; all processes of a machine may share it.")]
    public string Folder { get; init; } = "logs";

    [Range(64_000, 10_000_000_000, ErrorMessage = "must be 64kB to 10GB.")]
    [Setting("A log file of this size is put aside and a new one begun.")]
    public long RotateBytes { get; init; } = 10_000_000;

    [Range(2, 1000)]
    [Setting("Files kept of each log, the one being written included.")]
    public int Files { get; init; } = 5;

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

/// <summary>How log lines are written.</summary>
internal enum LogFormat
{
    /// <summary>Time, weight, process, who, what.</summary>
    Text,

    /// <summary>A JSON object a line.</summary>
    Json,
}
