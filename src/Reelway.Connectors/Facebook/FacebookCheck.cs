namespace Reelway.Connectors.Facebook;

/// <summary>Whether a connection can publish: looks into its token, and lists the account's pages.</summary>
internal static class FacebookCheck
{
    public const string Call = "look into the token and list the account's pages";

    public static async Task<ConnectionCheck> RunAsync(FacebookOptions options, ConnectionClients clients, CancellationToken cancellation)
    {
        var pages = clients.Get<FacebookPages>();
        var token = await pages.InspectAsync(cancellation);
        var account = await pages.SeeAsync(token is { IsValid: false } ? pages.Refused(token) : null, cancellation);
        return new ConnectionCheck
        {
            Call = Call,
            Identity = Identity(account.Pages),
            Permissions = FacebookPermissions.Of(token),
            ExpiresAt = Earlier(token?.ExpiresAt, token?.DataAccessExpiresAt),
            Warnings = [.. Warnings(options, account.Pages, token)],
            Fault = account.UserFault,
            WorkingScopes = [.. Working(options, account)],
            RefusedScopes = Refused(options, pages, account),
        };
    }

    private static string Identity(IReadOnlyList<FacebookPage> pages)
        => pages.Count == 0 ? "no pages" : $"{pages.Count(page => page.CanPublish)} of {pages.Count} pages can be published on";

    private static IEnumerable<string> Warnings(FacebookOptions options, IReadOnlyList<FacebookPage> pages, TokenInspection? token)
    {
        if (!pages.Any(page => page.CanPublish))
        {
            yield return $"No page of connection {options.Connection} can be published on; log in again and select the pages, with the right to create content.";
        }

        foreach (var page in pages.Where(page => page.Refusal is not null))
        {
            yield return $"Runs for page {page.Name} wait: {page.Refusal}";
        }

        if (token is null)
        {
            yield return options is { AppId.Length: > 0, AppSecret.Length: > 0 }
                ? $"Connection {options.Connection} has tokens of pages only, which can't be renewed; log in with it."
                : $"Permissions and expiry of connection {options.Connection} are not known, and nothing is renewed; set its app_id and app_secret.";
        }
    }

    // Tokens of pages outlive the user's: as long as one of them works, only what needs the user's waits.
    private static IEnumerable<string> Working(FacebookOptions options, FacebookAccount account)
    {
        if (account.UserFault is null || account.Pages.Any(page => page.CanPublish))
        {
            yield return ConnectionScope.Of(options.Connection);
        }

        foreach (var page in account.Pages.Where(page => page.CanPublish))
        {
            yield return FacebookScopes.Page(page.Id);
        }
    }

    private static Dictionary<string, ConnectorException> Refused(FacebookOptions options, FacebookPages pages, FacebookAccount account)
    {
        var refused = account.Pages.Where(page => page.Refusal is not null).ToDictionary(page => FacebookScopes.Page(page.Id), page => pages.Refused(page.Id, page.Refusal!));
        if (account.UserFault is { } fault && !account.Pages.Any(page => page.CanPublish))
        {
            refused[ConnectionScope.Of(options.Connection)] = fault;
        }

        return refused;
    }

    // Data is refused from the second time on although the token lives: for us that is its end too.
    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other ?? one : one;
}
