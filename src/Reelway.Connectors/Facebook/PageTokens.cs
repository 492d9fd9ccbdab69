using System.Collections.Concurrent;

namespace Reelway.Connectors.Facebook;

/// <summary>Tokens of pages, by page id: the configured ones, and those that the user's account lists.</summary>
/// <remarks>Kept in memory only; fetched when first needed, and once more when Facebook refuses one.</remarks>
internal sealed class PageTokens(FacebookOptions options, Func<CancellationToken, Task<IReadOnlyList<AccountRow>>> accounts) : IDisposable
{
    private readonly SemaphoreSlim _fetching = new(1);
    private readonly ConcurrentDictionary<string, byte> _refused = new();
    private volatile IReadOnlyDictionary<string, string> _fetched = new Dictionary<string, string>();

    /// <summary>The page's token; null when neither the configuration nor the account has one.</summary>
    public async Task<GraphToken?> FindAsync(string pageId, CancellationToken cancellation)
    {
        var token = Known(pageId);
        if (token is null && !string.IsNullOrEmpty(options.AccessToken))
        {
            token = await FetchAsync(pageId, refused: null, cancellation) ?? options.PageTokens.GetValueOrDefault(pageId);
        }

        return token is null ? null : new GraphToken(token, pageId);
    }

    /// <summary>Another token than the refused one; null when there is none to be had.</summary>
    public async Task<GraphToken?> ReplaceAsync(GraphToken refused, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(options.AccessToken) || refused.PageId is not { } pageId)
        {
            return null;
        }

        _refused.TryAdd(refused.Value, 0);
        var token = await FetchAsync(pageId, refused.Value, cancellation);
        return token is null || token == refused.Value ? null : new GraphToken(token, pageId);
    }

    /// <summary>Takes over what a list of the account's pages showed.</summary>
    public void Learn(IEnumerable<AccountRow> rows)
        => _fetched = rows.Where(row => !string.IsNullOrEmpty(row.Id) && !string.IsNullOrEmpty(row.AccessToken))
            .GroupBy(row => row.Id!)
            .ToDictionary(page => page.Key, page => page.First().AccessToken!);

    public void Dispose() => _fetching.Dispose();

    private string? Known(string pageId)
        => options.PageTokens.TryGetValue(pageId, out var configured) && !_refused.ContainsKey(configured)
            ? configured
            : _fetched.GetValueOrDefault(pageId);

    private async Task<string?> FetchAsync(string pageId, string? refused, CancellationToken cancellation)
    {
        await _fetching.WaitAsync(cancellation);
        try
        {
            // Another call may have fetched while this one waited.
            if (_fetched.GetValueOrDefault(pageId) is { } known && known != refused)
            {
                return known;
            }

            Learn(await accounts(cancellation));
            return _fetched.GetValueOrDefault(pageId);
        }
        finally
        {
            _fetching.Release();
        }
    }
}
