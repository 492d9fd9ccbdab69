using System.Collections.Concurrent;

namespace Reelway.Connectors.Facebook;

/// <summary>Tokens of pages, by page id: those of the login or the configuration, and those that the user's account lists.</summary>
/// <remarks>What the account lists is kept in memory only; fetched when first needed, and once more when Facebook refuses one.</remarks>
internal sealed class PageTokens(
    Func<CancellationToken, Task<FacebookKeys>> keys, Func<string, CancellationToken, Task<IReadOnlyList<AccountRow>>> accounts) : IDisposable
{
    private readonly SemaphoreSlim _fetching = new(1);
    private readonly ConcurrentDictionary<string, byte> _refused = new();
    private volatile Listed _listed = new(0, new Dictionary<string, string>());

    /// <summary>The page's token; null when there is none.</summary>
    public async Task<GraphToken?> FindAsync(FacebookKeys now, string pageId, CancellationToken cancellation)
    {
        var token = Known(now, pageId);
        if (token is null && now.UserToken is { } user)
        {
            token = await FetchAsync(now.Version, user, pageId, refused: null, cancellation) ?? now.PageTokens.GetValueOrDefault(pageId);
        }

        return (token ?? now.PageTokens.GetValueOrDefault(pageId)) is { } found ? new GraphToken(found, pageId) : null;
    }

    /// <summary>Another token than the refused one; null when there is none to be had.</summary>
    public async Task<GraphToken?> ReplaceAsync(GraphToken refused, CancellationToken cancellation)
    {
        if (refused.PageId is not { } pageId)
        {
            return null;
        }

        _refused.TryAdd(refused.Value, 0);
        var now = await keys(cancellation);
        var token = Known(now, pageId) is { } known && known != refused.Value
            ? known
            : now.UserToken is { } user ? await FetchAsync(now.Version, user, pageId, refused.Value, cancellation) : null;
        return token is null || token == refused.Value ? null : new GraphToken(token, pageId);
    }

    /// <summary>Takes over what a list of the account's pages showed.</summary>
    public void Learn(long version, IEnumerable<AccountRow> rows)
        => _listed = new Listed(version, rows.Where(row => !string.IsNullOrEmpty(row.Id) && !string.IsNullOrEmpty(row.AccessToken))
            .GroupBy(row => row.Id!)
            .ToDictionary(page => page.Key, page => page.First().AccessToken!));

    public void Dispose() => _fetching.Dispose();

    private string? Known(FacebookKeys now, string pageId)
        => now.PageTokens.TryGetValue(pageId, out var own) && !_refused.ContainsKey(own) ? own : InList(now.Version, pageId);

    // What another login's account has listed says nothing about this one's.
    private string? InList(long version, string pageId) => _listed is { } listed && listed.Version == version ? listed.Tokens.GetValueOrDefault(pageId) : null;

    private async Task<string?> FetchAsync(long version, string userToken, string pageId, string? refused, CancellationToken cancellation)
    {
        await _fetching.WaitAsync(cancellation);
        try
        {
            // Another call may have fetched while this one waited.
            if (InList(version, pageId) is { } known && known != refused)
            {
                return known;
            }

            Learn(version, await accounts(userToken, cancellation));
            return InList(version, pageId);
        }
        finally
        {
            _fetching.Release();
        }
    }

    private sealed record Listed(long Version, IReadOnlyDictionary<string, string> Tokens);
}
