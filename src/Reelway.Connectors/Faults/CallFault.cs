namespace Reelway.Connectors;

/// <summary>What a failed call means for the next attempt. Connectors classify; only the engine decides.</summary>
public enum CallFault
{
    /// <summary>May succeed unchanged: timeouts, resets, 5xx. Costs one attempt.</summary>
    Transient,

    /// <summary>Wait <see cref="ConnectorException.RetryAfter"/>, then repeat. Costs no attempt.</summary>
    RateLimited,

    /// <summary>Credentials refused. Pauses what shares the scope and asks a person. Costs no attempt.</summary>
    Auth,

    /// <summary>Will never succeed unchanged: bad request, missing object, media rejected.</summary>
    Permanent,
}
