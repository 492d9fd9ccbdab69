namespace Reelway.Connectors;

/// <summary>The only exception that a connector lets out, besides <see cref="OperationCanceledException"/>.</summary>
/// <param name="connector">The outside system as people call it: <c>Facebook</c>, <c>SMTP</c>.</param>
/// <param name="kind">What the failure means for the next attempt.</param>
/// <param name="sentence">What happened, to what, and what to do; already redacted and cut to length. Names no command: see <see cref="Remedy"/>.</param>
/// <param name="inner">The cause, kept for the log and never shown to users.</param>
public sealed class ConnectorException(string connector, CallFault kind, string sentence, Exception? inner = null)
    : Exception($"{connector}: {sentence}", inner)
{
    /// <summary>The same fault, of which some properties are to be others.</summary>
    internal ConnectorException(ConnectorException same)
        : this(same.Connector, same.Kind, same.Sentence, same.InnerException)
        => (RetryAfter, OutcomeUnknown, Scope, RemoteCode, IsDenied, Remedy)
            = (same.RetryAfter, same.OutcomeUnknown, same.Scope, same.RemoteCode, same.IsDenied, same.Remedy);

    /// <summary>The outside system.</summary>
    public string Connector { get; } = connector;

    /// <summary>What happened, to what, and what to do: the message without the system's name.</summary>
    public string Sentence { get; } = sentence;

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

    /// <summary>Of <see cref="CallFault.Auth"/>: true when the credentials are accepted and lack a right.</summary>
    public bool IsDenied { get; init; }

    /// <summary>What a person does about it with a command of the host's; null when the sentence says all.</summary>
    public Remedy? Remedy { get; init; }
}
