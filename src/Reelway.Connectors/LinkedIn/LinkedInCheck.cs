using Reelway.Connectors.Posting;

namespace Reelway.Connectors.LinkedIn;

/// <summary>Whether a connection can post: asks whose its token is and, for an organisation, which role that person has there.</summary>
internal static class LinkedInCheck
{
    public const string Call = "ask whose the token is";

    // Any of them may post; only the first may read figures.
    private const string Administrator = "ADMINISTRATOR";
    private static readonly string[] Posting = [Administrator, "DIRECT_SPONSORED_CONTENT_POSTER", "CONTENT_ADMIN"];

    public static async Task<ConnectionCheck> RunAsync(LinkedInOptions options, ConnectionClients clients, CancellationToken cancellation)
    {
        var posts = (LinkedInPosts)clients.Get<IPostPublisher>();
        var person = await posts.Account.WhoAsync(cancellation);
        var roles = options.IsPerson ? [] : await posts.RolesAsync(cancellation);
        return new ConnectionCheck
        {
            Call = Call,
            Identity = options.IsPerson ? person.Name ?? person.Sub : $"{person.Name ?? person.Sub} for {options.AuthorUrn}",
            ExpiresAt = await posts.Account.EndsAtAsync(cancellation),
            Permissions = options.IsPerson ? [] : [new("a role at the organisation", $"to post for {options.AuthorUrn}: one of {string.Join(", ", Posting)}", IsNeeded: true, roles.Any(Posting.Contains))],
            Warnings = options.IsPerson || roles.Contains(Administrator) ? [] : [$"Posts of {options.AuthorUrn} are not measured: LinkedIn shows figures to an {Administrator} only."],
        };
    }
}
