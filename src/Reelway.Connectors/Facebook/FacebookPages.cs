using System.Text.Json.Serialization.Metadata;
using System.Web;
using Microsoft.Extensions.Logging;

namespace Reelway.Connectors.Facebook;

/// <summary>The Facebook pages of one connection: what a talk needs to be published on them.</summary>
/// <remarks>Every method fails with <see cref="ConnectorException"/> only, besides cancellation. Safe for calls at the same time.</remarks>
public sealed partial class FacebookPages : IDisposable
{
    // Facebook shows 25 at a time unless asked for more; with more than 200 it answers slowly or not at all.
    private const string PagesAtOnce = "100";

    // 100 pages each: far beyond any account; a server that never ends its list must not hold a run for ever.
    private const int MostLists = 100;

    private readonly FacebookOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly Redactor _redactor;
    private readonly FacebookClient _client;
    private readonly FacebookKeySource _keys;
    private readonly PageTokens _tokens;
    private readonly LoginRenewer? _renew;

    private FacebookPages(FacebookOptions options, ConnectionTools tools)
    {
        _options = options;
        _clock = tools.Clock;
        _log = tools.Http.Logs.CreateLogger<FacebookPages>();
        _redactor = new Redactor([options.AppSecret, options.AccessToken, .. options.PageTokens.Values]);
        _client = new FacebookClient(options, tools.Http, _redactor);
        _keys = new FacebookKeySource(options, tools.Logins, _redactor);
        _tokens = new PageTokens(_keys.CurrentAsync, ListAccountsAsync);
        _renew = tools.Renew;
    }

    /// <summary>The pages of a connection with these options; any number of connections can exist at once.</summary>
    public static FacebookPages Create(FacebookOptions options, ConnectionTools tools)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(tools);
        return new FacebookPages(options, tools);
    }

    /// <summary>The fault scopes that calls for this page share beside the connection's: what blocks one of them blocks these calls.</summary>
    public IReadOnlyList<string> Scopes(string pageId) => [FacebookScopes.App(_options), FacebookScopes.User(_options), FacebookScopes.Page(pageId)];

    /// <summary>The pages that the connection knows: those of the user's account, and those with a token of their own.</summary>
    public async Task<IReadOnlyList<FacebookPage>> ListPagesAsync(CancellationToken cancellation)
    {
        var account = await SeeAsync(userFault: null, cancellation);
        return account.UserFault is { } fault && account.Pages.Count == 0 ? throw fault : account.Pages;
    }

    /// <summary>The pages, and whether the user's token is refused; those with a token of their own are seen in any case.</summary>
    /// <param name="userFault">Why the user's token is known to be refused; null when it is to be tried.</param>
    internal async Task<FacebookAccount> SeeAsync(ConnectorException? userFault, CancellationToken cancellation)
    {
        var keys = await _keys.CurrentAsync(cancellation);
        var pages = new List<FacebookPage>();
        if (keys.IsEmpty)
        {
            return new FacebookAccount(pages, NoUserToken());
        }

        if (keys.UserToken is { } user && userFault is null)
        {
            try
            {
                var rows = await ListAccountsAsync(user, cancellation);
                _tokens.Learn(keys.Version, rows);
                pages.AddRange(rows.Where(row => !string.IsNullOrEmpty(row.Id)).DistinctBy(row => row.Id).Select(row => FromAccount(row, keys)));
            }
            catch (ConnectorException fault) when (fault.Kind == CallFault.Auth)
            {
                userFault = fault;
            }
        }

        foreach (var (pageId, token) in keys.PageTokens.ExceptBy(pages.Select(page => page.Id), page => page.Key).OrderBy(page => page.Key, StringComparer.Ordinal))
        {
            pages.Add(await WithOwnTokenAsync(pageId, token, cancellation));
        }

        return new FacebookAccount(pages, userFault);
    }

    /// <summary>The page with this id, vanity name or address; also one of other people, which then can't be published on.</summary>
    public async Task<FacebookPage> ResolvePageAsync(string idUrlOrVanityName, CancellationToken cancellation)
    {
        var wanted = PageReference.Parse(idUrlOrVanityName ?? "")
            ?? throw _client.Faults.Own(CallFault.Permanent, $"\"{idUrlOrVanityName}\" names no page; give its id, its vanity name or its address");
        var own = await ListPagesAsync(cancellation);
        if (own.FirstOrDefault(wanted.Names) is { } page)
        {
            return Usable(page);
        }

        try
        {
            var seen = await LookUpAsync(wanted, own, cancellation);
            // A page whose vanity name the account's list does not show is known by its id.
            return Usable(own.FirstOrDefault(candidate => candidate.Id == seen.Id) ?? seen);
        }
        catch (ConnectorException fault) when (fault.Kind == CallFault.Permanent || IsMissingPermission(fault))
        {
            var known = own.Count == 0 ? "it has none" : string.Join(", ", own.Select(candidate => $"{candidate.Name} ({candidate.Username ?? candidate.Id})"));
            throw _client.Faults.Own(
                CallFault.Permanent, $"page \"{wanted}\" was not found; check its spelling against the pages of connection {_options.Connection}: {known}");
        }
    }

    public void Dispose() => _tokens.Dispose();

    private static bool IsMissingPermission(ConnectorException fault)
        => fault is { Kind: CallFault.Auth, RemoteCode: not null } && !IsDeadToken(fault);

    // Work for this page waits until it has a token again, and no other work does.
    internal ConnectorException Refused(string pageId, string refusal) => _client.Faults.NeedsLogin(refusal, FacebookScopes.Page(pageId));

    private FacebookPage Usable(FacebookPage page)
        => page.Refusal is { } refusal ? throw Refused(page.Id, refusal) : page;

    private static FacebookPage FromAccount(AccountRow row, FacebookKeys keys)
    {
        var hasToken = !string.IsNullOrEmpty(row.AccessToken) || keys.PageTokens.ContainsKey(row.Id!);
        return new FacebookPage(row.Id!, row.Name ?? row.Id!, row.Username, row.Category, row.Tasks ?? [], hasToken);
    }

    // The page's own token does not tell the tasks; one that was given for publishing is taken at its word.
    private async Task<FacebookPage> WithOwnTokenAsync(string pageId, string token, CancellationToken cancellation)
    {
        try
        {
            var page = await ReadPageAsync(pageId, new GraphToken(token, pageId), cancellation);
            return page with { Tasks = ["CREATE_CONTENT"], HasToken = true };
        }
        catch (ConnectorException fault) when (IsDeadToken(fault))
        {
            return new FacebookPage(pageId, pageId, null, null, [], HasToken: true) { Refusal = fault.Sentence };
        }
    }

    private async Task<FacebookPage> LookUpAsync(PageReference wanted, IReadOnlyList<FacebookPage> own, CancellationToken cancellation)
    {
        var keys = await _keys.CurrentAsync(cancellation);
        var token = keys.UserToken is { } user
            ? new GraphToken(user)
            : new GraphToken(own.Where(page => page.Refusal is null).Select(page => keys.PageTokens.GetValueOrDefault(page.Id)).FirstOrDefault(known => known is not null) ?? throw NoUserToken());
        return await ReadPageAsync(wanted.ToString(), token, cancellation);
    }

    private async Task<FacebookPage> ReadPageAsync(string idOrName, GraphToken token, CancellationToken cancellation)
    {
        var (value, answer) = await _client.GetAsync(
            $"read page {idOrName}", Uri.EscapeDataString(idOrName), token,
            [("fields", "id,name,username,category")], FacebookJson.Default.PageReply, cancellation);
        return string.IsNullOrEmpty(value.Id)
            ? throw _client.Faults.Malformed(answer, "the answer has no id")
            : new FacebookPage(value.Id, value.Name ?? value.Id, value.Username, value.Category, [], HasToken: false);
    }

    private async Task<IReadOnlyList<AccountRow>> ListAccountsAsync(string userToken, CancellationToken cancellation)
    {
        var token = new GraphToken(userToken);
        List<(string, string)> query = [("fields", "id,name,username,access_token,category,tasks"), ("limit", PagesAtOnce)];
        var rows = new List<AccountRow>();
        for (var list = 0; list < MostLists; list++)
        {
            var (value, answer) = await _client.GetAsync(
                "list the account's pages", "me/accounts", token, query, FacebookJson.Default.AccountsReply, cancellation);
            var page = value.Data ?? throw _client.Faults.Malformed(answer, "the answer has no data");
            rows.AddRange(page.Where(row => row is not null));
            // An empty list with a next one is legal; only the missing link ends it.
            if (string.IsNullOrEmpty(value.Paging?.Next))
            {
                rows.ForEach(row => _redactor.Add(row.AccessToken));
                return rows;
            }

            query = QueryOf(value.Paging.Next) is { Count: > 0 } next ? next : throw _client.Faults.Malformed(answer, "the link to the next pages is unreadable");
        }

        throw _client.Faults.Own(CallFault.Permanent, $"the list of the account's pages did not end after {MostLists} parts; see which pages the user of connection {_options.Connection} administers");
    }

    // Only the place in the list is taken from the link: it holds the token, and its host is the server's choice.
    private static List<(string, string)> QueryOf(string link)
    {
        var start = link.IndexOf('?', StringComparison.Ordinal);
        var values = HttpUtility.ParseQueryString(start < 0 ? "" : link[(start + 1)..]);
        return [.. from name in values.AllKeys
                   where name is not (null or "access_token" or "appsecret_proof")
                   select (name, values[name] ?? "")];
    }

    /// <summary>Makes a call with the page's token, and once more with a fresh one when Facebook refuses the first.</summary>
    /// <remarks>A refused token means that the call had no effect, so the repetition is safe for writes too.</remarks>
    private async Task<GraphAnswer<T>> WithPageTokenAsync<T>(
        string pageId, Func<GraphToken, Task<GraphAnswer<T>>> call, CancellationToken cancellation)
    {
        var keys = await _keys.CurrentAsync(cancellation);
        var token = await _tokens.FindAsync(keys, pageId, cancellation) ?? throw _client.Faults.NeedsLogin(
            $"connection {_options.Connection} has no token of page {pageId}; correct the page's id, or select the page when you log in again",
            FacebookScopes.Page(pageId));
        try
        {
            return await call(token);
        }
        catch (ConnectorException fault) when (fault.Kind == CallFault.Auth && IsDeadToken(fault))
        {
            _log.PageTokenRefused(_options.Connection, pageId);
            if (await AnotherAsync(keys, token, cancellation) is not { } fresh)
            {
                throw;
            }

            return await call(fresh);
        }
    }

    /// <summary>Another token of the page than the refused one, by a renewed login where somebody keeps logins; null when there is none to be had.</summary>
    private async Task<GraphToken?> AnotherAsync(FacebookKeys seen, GraphToken refused, CancellationToken cancellation)
    {
        if (_renew is null || seen.UserToken is not { } user)
        {
            return await _tokens.ReplaceAsync(refused, cancellation);
        }

        return await _renew(_options.Connection, seen.Version, token => RenewAsync(seen, user, token), cancellation) is not null
            && (await _keys.CurrentAsync(cancellation)).PageTokens.GetValueOrDefault(refused.PageId!) is { } fresh && fresh != refused.Value
                ? new GraphToken(fresh, refused.PageId)
                : null;
    }

    private static bool IsDeadToken(ConnectorException fault) => fault.RemoteCode?.Split('/')[0] is "190" or "102";

    private ConnectorException NoUserToken() => _client.Faults.NeedsLogin($"connection {_options.Connection} has no user token; log in");

    private Task<GraphAnswer<T>> PostAsync<T>(
        string what, string path, string pageId, CallEffect effect, IReadOnlyList<(string Name, string Value)> form, JsonTypeInfo<T> shape, CancellationToken cancellation)
        => WithPageTokenAsync(pageId, token => _client.PostAsync(what, path, token, effect, form, shape, cancellation), cancellation);
}
