namespace Reelway.Connectors;

/// <summary>The only exception that a connector lets out, besides <see cref="OperationCanceledException"/>.</summary>
/// <param name="connector">The outside system as people call it: <c>Facebook</c>, <c>SMTP</c>.</param>
/// <param name="kind">What the failure means for the next attempt.</param>
/// <param name="message">What happened, to what, and what to do; already redacted and cut to length.</param>
/// <param name="inner">The cause, kept for the log and never shown to users.</param>
public sealed class ConnectorException(string connector, CallFault kind, string message, Exception? inner = null)
    : Exception($"{connector}: {message}", inner)
{
    /// <summary>What the failure means for the next attempt.</summary>
    public CallFault Kind { get; } = kind;

    /// <summary>Wait that the remote asked for, counted from receipt; null when it named none.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>True when a write may have taken effect: look it up before sending it again.</summary>
    public bool OutcomeUnknown { get; init; }

    /// <summary>What else the fault holds up, as opaque text: <c>facebook:page:123</c>. Null: this call alone.</summary>
    public string? Scope { get; init; }

    /// <summary>The remote's own error code, for branching by callers that know it: <c>6001/1363037</c>.</summary>
    public string? RemoteCode { get; init; }
}
