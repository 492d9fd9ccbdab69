namespace Reelway.Incoming;

/// <summary>Log messages of what comes in from outside: events 6300 to 6399.</summary>
internal static partial class IncomingLog
{
    [LoggerMessage(6300, LogLevel.Information, "The public listener is at {Address} and serves {Paths}; {Tls}")]
    public static partial void Listening(this ILogger logger, string address, string paths, string tls);

    [LoggerMessage(6301, LogLevel.Warning, "webhook.validate_signatures is false: anybody who reaches the public listener can bring deliveries. Never do so where others reach it")]
    public static partial void NothingIsChecked(this ILogger logger);

    [LoggerMessage(6302, LogLevel.Warning, "{Address} was refused at {Receiver}: {Reason} Others of this hour for the same reason are counted only")]
    public static partial void Refused(this ILogger logger, string address, string receiver, string reason);

    [LoggerMessage(6303, LogLevel.Error, "A request to {Receiver} at the public listener failed")]
    public static partial void RequestFailed(this ILogger logger, Exception failure, string receiver);

    [LoggerMessage(6304, LogLevel.Warning, "What was refused in the last seconds could not be stored: {Reason}")]
    public static partial void RefusalsNotStored(this ILogger logger, string reason);

    [LoggerMessage(6305, LogLevel.Information, "The public listener has a new certificate for {Subject}, valid until {NotAfter:yyyy-MM-dd}")]
    public static partial void CertificateRead(this ILogger logger, string subject, DateTime notAfter);

    [LoggerMessage(6306, LogLevel.Warning, "The certificate {File} has changed and can't be used, so the one before it goes on: {Reason}")]
    public static partial void CertificateUnreadable(this ILogger logger, string file, string reason);

    [LoggerMessage(6307, LogLevel.Warning, "A delivery to {Receiver} could not be stored and its sender was asked to send it again: {Reason}")]
    public static partial void NotStored(this ILogger logger, string receiver, string reason);
}
