namespace Reelway.Webhooks;

/// <summary>Log messages of webhooks.</summary>
internal static partial class WebhooksLog
{
    [LoggerMessage(6200, LogLevel.Warning, "The webhook endpoint {Endpoint} was switched off: {Reason}")]
    public static partial void EndpointDisabled(this ILogger logger, string endpoint, string reason);
}
