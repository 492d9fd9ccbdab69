using Reelway.Storage;

namespace Reelway.Engine.Stores;

/// <summary>Scopes that a step shares, and when it asks.</summary>
internal sealed record SharedScopes(IReadOnlyList<string> Scopes, long NowMs);

/// <summary>Finds what holds scopes up: what every step with a connection asks first. The block that lasts longest counts; null: none.</summary>
internal sealed class ScopeLooks : IBulkRead<SharedScopes, ScopeBlock?>
{
    private ScopeLooks()
    {
    }

    public static ScopeLooks Bulk { get; } = new();

    public async Task<IReadOnlyList<ScopeBlock?>> ReadAsync(IDbSession session, IReadOnlyList<SharedScopes> keys)
    {
        var blocks = await session.QueryAsync<ScopeBlock>(
            $"SELECT scope, until_ms, sentence FROM block WHERE scope IN @scopes AND {RunStore.InForce}",
            new { scopes = keys.SelectMany(key => key.Scopes).Distinct(StringComparer.Ordinal).ToArray(), now = keys.Min(key => key.NowMs) });
        return blocks.Count == 0
            ? new ScopeBlock?[keys.Count]
            : [.. keys.Select(key => blocks.Where(block => key.Scopes.Contains(block.Scope) && !(block.UntilMs <= key.NowMs)).MaxBy(block => block.UntilMs ?? long.MaxValue))];
    }
}
