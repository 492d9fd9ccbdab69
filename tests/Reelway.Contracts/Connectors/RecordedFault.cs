using Reelway.Connectors;

namespace Reelway.Contracts.Connectors;

/// <summary>What a recorded answer comes to mean when it is no success.</summary>
/// <param name="Code">The remote's own code; null for none.</param>
/// <param name="Scope">What else it holds up; null for nothing.</param>
/// <param name="Words">What a person must be told.</param>
public sealed record RecordedFault(CallFault Kind, string? Code, string? Scope, string Words)
{
    /// <summary>The wait that is kept; null for none.</summary>
    public TimeSpan? Wait { get; init; }

    /// <summary>True when a write may have happened.</summary>
    public bool OutcomeUnknown { get; init; }

    /// <summary>Fails when the call ends in another way.</summary>
    public async Task ExpectAsync(Func<Task> call)
    {
        var fault = await Assert.ThrowsAsync<ConnectorException>(call);
        Assert.Equal((Kind, Code, Scope, Wait, OutcomeUnknown), (fault.Kind, fault.RemoteCode, fault.Scope, fault.RetryAfter, fault.OutcomeUnknown));
        Assert.Contains(Words, fault.Message, StringComparison.Ordinal);
    }
}
