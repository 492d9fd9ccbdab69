namespace Reelway.Connectors;

/// <summary>What one harmless call found out about a connection.</summary>
public sealed record ConnectionCheck
{
    /// <summary>What was done, in words that go on after "could": <c>list the account's pages</c>.</summary>
    public required string Call { get; init; }

    /// <summary>As whom the connection is logged in, and what it reaches, in words; null when that is not known.</summary>
    public string? Identity { get; init; }

    /// <summary>What it is allowed, and what it must be; empty when the system has no such thing.</summary>
    public IReadOnlyList<PermissionCheck> Permissions { get; init; } = [];

    /// <summary>When its credentials end; null when they do not, or nobody tells.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>What works but should be looked at, a sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Why it does not work; null when it does.</summary>
    public ConnectorException? Fault { get; init; }

    /// <summary>Fault scopes that are known to work: what refused credentials held up there may go on. Those of a check without a problem: all of the connection.</summary>
    public IReadOnlyList<string> WorkingScopes { get; init; } = [];

    /// <summary>Fault scopes whose credentials are known to be refused, each with the reason: what shares them waits for a person.</summary>
    public IReadOnlyDictionary<string, ConnectorException> RefusedScopes { get; init; } = new Dictionary<string, ConnectorException>();

    /// <summary>How long the whole check took.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>True when the system answered, be it with a refusal.</summary>
    public bool IsReachable => Fault is null or { Kind: not CallFault.Transient };

    /// <summary>Needed permissions that are known to be missing.</summary>
    public IEnumerable<PermissionCheck> Missing => Permissions.Where(permission => permission is { IsNeeded: true, IsGranted: false });

    /// <summary>Why it can't do all that is asked of it, in a sentence; null when it can.</summary>
    public string? Problem
        => Fault?.Message ?? (Missing.ToList() is { Count: > 0 } missing
            ? $"Missing permissions: {string.Join(", ", missing.Select(permission => $"{permission.Name} ({permission.Why})"))}."
            : null);
}
