using Microsoft.Extensions.Logging;

namespace Reelway.Connectors;

/// <summary>Log messages of the HTTP pipeline (events 4000 to 4099). Texts are redacted before they get here.</summary>
internal static partial class HttpLog
{
    [LoggerMessage(4000, LogLevel.Debug, "Did {What}: {Status} after {ElapsedMs:0} ms")]
    public static partial void CallSucceeded(this ILogger logger, string what, int status, double elapsedMs);

    [LoggerMessage(4001, LogLevel.Information, "{Fault} ({Kind}, outcome unknown: {OutcomeUnknown}, after {ElapsedMs:0} ms)")]
    public static partial void CallFailed(this ILogger logger, string fault, CallFault kind, bool outcomeUnknown, double elapsedMs);

    [LoggerMessage(4002, LogLevel.Warning, "The clock of {Connector} differs from this machine's by {Seconds:0} s; signed calls are refused from some minutes on: set this machine's clock, and let NTP keep it")]
    public static partial void ClocksDiffer(this ILogger logger, string connector, double seconds);
}
