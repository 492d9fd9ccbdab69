namespace Reelway.Connectors.Facebook;

/// <summary>Logging in, and keeping a login alive.</summary>
public sealed partial class FacebookPages
{
    // User tokens live about 60 days; half of that leaves a month in which a renewal may fail.
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    /// <summary>Makes a user token last, and takes the tokens of the pages with it. One of a page is taken as it is.</summary>
    public async Task<NewLogin> LogInAsync(string token, CancellationToken cancellation)
    {
        token = token.Trim();
        if (token.Length == 0 || token.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
        {
            throw _client.Faults.Own(CallFault.Permanent, "that is not a token: it is one word, as the Graph API Explorer shows it");
        }

        _redactor.Add(token);
        var seen = HasApp ? await InspectTokenAsync(token, cancellation) : null;
        if (seen is { IsValid: false })
        {
            throw _client.Faults.Own(CallFault.Permanent, $"the token is refused: {seen.Problem}; get a new one");
        }

        return seen is { Type: "PAGE", ProfileId: { } pageId }
            ? await TakeOverAsync(new Dictionary<string, string> { [pageId] = token }, cancellation)
            : await LogInAsUserAsync(token, cancellation);
    }

    /// <summary>Renews the user token when its end comes near; null when it does not, or it has none that could be renewed.</summary>
    public async Task<NewLogin?> RenewAsync(CancellationToken cancellation)
    {
        var keys = await _keys.CurrentAsync(cancellation);
        if (keys.UserToken is not { } token || !HasApp)
        {
            return null;
        }

        var seen = await InspectTokenAsync(token, cancellation);
        return seen switch
        {
            { IsValid: false } => throw Refused(seen),
            { ExpiresAt: { } end } when end - _clock.GetUtcNow() < RenewBefore => await RenewAsync(keys, token, cancellation),
            _ => null,
        };
    }

    /// <summary>Takes over tokens of pages, by page id, beside those that there are. Refused ones are left out, with a warning each.</summary>
    public async Task<NewLogin> TakeOverAsync(IReadOnlyDictionary<string, string> pageTokens, CancellationToken cancellation)
    {
        var taken = new Dictionary<string, string>();
        var warnings = new List<string>();
        foreach (var (pageId, token) in pageTokens)
        {
            _redactor.Add(token);
            var page = await WithOwnTokenAsync(pageId, token, cancellation);
            if (page.Refusal is { } refusal)
            {
                warnings.Add($"The token of page {pageId} is left out: {refusal}");
            }
            else
            {
                taken[pageId] = token;
            }
        }

        var keys = await _keys.CurrentAsync(cancellation);
        return Kept(keys.Login?.UserToken, expiresAt: null, Merged(keys, taken), [.. taken.Keys], warnings);
    }

    /// <summary>Takes over tokens of pages as they are, beside those that there are, without asking Facebook; a check tells later which of them work.</summary>
    public async Task<NewLogin> TakeOverUnseenAsync(IReadOnlyDictionary<string, string> pageTokens, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(pageTokens);
        var keys = await _keys.CurrentAsync(cancellation);
        var login = Kept(keys.Login?.UserToken, expiresAt: null, Merged(keys, pageTokens.ToDictionary()), [.. pageTokens.Keys], []);
        // Nothing that waits goes on with what nobody has tried.
        return login with { Scopes = [] };
    }

    /// <summary>The tokens of all pages that the connection can publish on, by page id.</summary>
    public async Task<IReadOnlyDictionary<string, string>> PageTokensAsync(CancellationToken cancellation)
    {
        var tokens = new Dictionary<string, string>();
        var keys = await _keys.CurrentAsync(cancellation);
        foreach (var page in (await ListPagesAsync(cancellation)).Where(page => page.HasToken))
        {
            if (await _tokens.FindAsync(keys, page.Id, cancellation) is { } token)
            {
                tokens[page.Id] = token.Value;
            }
        }

        return tokens;
    }

    private bool HasApp => _options is { AppId.Length: > 0, AppSecret.Length: > 0 };

    private async Task<NewLogin> LogInAsUserAsync(string token, CancellationToken cancellation)
    {
        var lasting = HasApp ? await ExchangeTokenAsync(token, cancellation) : new FacebookToken(token, null);
        var seen = HasApp ? await InspectTokenAsync(lasting.AccessToken, cancellation) : null;
        var rows = await ListAccountsAsync(lasting.AccessToken, cancellation);
        var keys = await _keys.CurrentAsync(cancellation);
        var tokens = TokensIn(rows);
        return Kept(
            lasting.AccessToken, lasting.ExpiresAt ?? seen?.ExpiresAt, Merged(keys, tokens), [.. rows.Select(row => row.Id ?? "")], [.. LoginWarnings(seen, tokens.Count)]);
    }

    // Asked with the token that is kept: the one that it is exchanged for is used by nobody before it is kept as well.
    private async Task<NewLogin> RenewAsync(FacebookKeys keys, string token, CancellationToken cancellation)
    {
        var rows = await ListAccountsAsync(token, cancellation);
        var lasting = HasApp ? await ExchangeTokenAsync(token, cancellation) : new FacebookToken(token, null);
        return Kept(lasting.AccessToken, lasting.ExpiresAt, Merged(keys, TokensIn(rows)), [.. rows.Select(row => row.Id ?? "")], []);
    }

    private static Dictionary<string, string> TokensIn(IEnumerable<AccountRow> rows)
        => rows.Where(row => !string.IsNullOrEmpty(row.Id) && !string.IsNullOrEmpty(row.AccessToken))
            .DistinctBy(row => row.Id).ToDictionary(row => row.Id!, row => row.AccessToken!);

    private IEnumerable<string> LoginWarnings(TokenInspection? seen, int pages)
    {
        if (pages == 0)
        {
            yield return "The account has given no token of any page; log in again, and select the pages in Facebook's dialog.";
        }

        if (seen is null)
        {
            yield return $"Connection {_options.Connection} has no app_id and app_secret, so the token was taken as it is and can't be renewed; one from a browser ends within hours.";
        }
        else if (FacebookPermissions.Needed.Except(seen.Scopes).ToList() is { Count: > 0 } missing)
        {
            yield return $"Not granted: {string.Join(", ", missing)}; log in again and grant them.";
        }
    }

    private NewLogin Kept(string? userToken, DateTimeOffset? expiresAt, IReadOnlyDictionary<string, string> pageTokens, IReadOnlyList<string> pages, IReadOnlyList<string> warnings)
    {
        var login = new FacebookLogin(userToken, pageTokens, FacebookLogin.Fingerprint(_options.AccessToken));
        return new NewLogin(login.ToText(), pages.Count == 1 ? "1 page" : $"{pages.Count} pages", expiresAt)
        {
            Scopes = [ConnectionScope.Of(_options.Connection), .. pages.Select(FacebookScopes.Page)],
            Warnings = warnings,
        };
    }

    // Pages that another person has brought stay; what is configured is not copied, so that it can be changed.
    private static Dictionary<string, string> Merged(FacebookKeys keys, Dictionary<string, string> added)
        => (keys.Login?.PageTokens ?? new Dictionary<string, string>()).Where(token => !added.ContainsKey(token.Key)).Concat(added)
            .ToDictionary(token => token.Key, token => token.Value);
}
