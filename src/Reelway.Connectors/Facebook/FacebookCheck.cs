namespace Reelway.Connectors.Facebook;

/// <summary>Whether a connection can publish: looks into its token, and lists the account's pages.</summary>
internal static class FacebookCheck
{
    public const string Call = "look into the token and list the account's pages";

    public static async Task<ConnectionCheck> RunAsync(FacebookOptions options, ConnectionClients clients, CancellationToken cancellation)
    {
        var pages = clients.Get<FacebookPages>();
        var token = await pages.InspectAsync(cancellation);
        if (token is { IsValid: false })
        {
            return new ConnectionCheck { Call = Call, Permissions = FacebookPermissions.Of(token), ExpiresAt = token.ExpiresAt, Fault = pages.Refused(token) };
        }

        var known = await pages.ListPagesAsync(cancellation);
        return new ConnectionCheck
        {
            Call = Call,
            Identity = Identity(known),
            Permissions = FacebookPermissions.Of(token),
            ExpiresAt = Earlier(token?.ExpiresAt, token?.DataAccessExpiresAt),
            Warnings = [.. Warnings(options, known, token)],
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

        if (token is null)
        {
            yield return $"Permissions and expiry of connection {options.Connection} are not known; set its app_id and app_secret.";
        }
    }

    // Data is refused from the second time on although the token lives: for us that is its end too.
    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other ?? one : one;
}
