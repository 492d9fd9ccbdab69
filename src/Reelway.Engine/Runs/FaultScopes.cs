using Reelway.Engine.Execution;
using Reelway.Engine.Stores;
using Reelway.Storage;

namespace Reelway.Engine;

/// <summary>Holds up what shares a fault scope, and lets it go on. Every method answers only when its change is durable.</summary>
public sealed class FaultScopes
{
    private readonly RunStore _store;
    private readonly Doorbell _doorbell;

    internal FaultScopes(RunStore store, Doorbell doorbell)
    {
        _store = store;
        _doorbell = doorbell;
    }

    /// <summary>All that is held up now.</summary>
    public async Task<IReadOnlyList<HeldScope>> ListAsync(CancellationToken cancellation)
        => [.. (await _store.ListBlocksAsync(cancellation)).Select(block => new HeldScope(
            block.Scope, block.Sentence, DateTimeOffset.FromUnixTimeMilliseconds(block.SinceMs),
            block.UntilMs is { } until ? DateTimeOffset.FromUnixTimeMilliseconds(until) : null))];

    /// <summary>Lets no step begin that shares the scope, until it is lifted. Steps that have begun go on.</summary>
    /// <param name="sentence">Why, and what lifts it.</param>
    /// <param name="also">Writes that become durable together with it.</param>
    public Task HoldAsync(string scope, string sentence, Func<IDbSession, Task> also, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(scope);
        return _store.HoldAsync(scope, sentence, also, cancellation);
    }

    /// <summary>Lets go on what waits for these scopes: for their time, or for a person to give them new credentials.</summary>
    /// <param name="also">Writes that become durable together with it.</param>
    public async Task LiftAsync(IReadOnlyCollection<string> scopes, Func<IDbSession, Task> also, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(scopes);
        await _store.LiftAsync(scopes, also, cancellation);
        _doorbell.RingAll();
    }
}
