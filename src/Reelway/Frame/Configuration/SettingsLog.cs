namespace Reelway.Frame.Configuration;

/// <summary>Log messages of the configuration: events 9200 to 9299.</summary>
internal static partial class SettingsLog
{
    [LoggerMessage(9200, LogLevel.Information, "The configuration was read again; changed: {Changed}; waiting for a restart: {Waiting}")]
    public static partial void SettingsRead(this ILogger logger, string changed, string waiting);

    [LoggerMessage(9201, LogLevel.Error, "The changed configuration can't be used, so the one before it holds: {Problems}")]
    public static partial void SettingsRefused(this ILogger logger, string problems);
}
