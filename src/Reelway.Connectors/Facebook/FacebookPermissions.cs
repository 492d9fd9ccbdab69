namespace Reelway.Connectors.Facebook;

/// <summary>What a user grants the app at login, and what each is needed for.</summary>
public static class FacebookPermissions
{
    private static readonly (string Name, string Why)[] Wanted =
    [
        ("pages_show_list", "to find the pages of the account"),
        ("pages_read_engagement", "to read the pages and their videos"),
        ("pages_manage_posts", "to put videos and posts on the pages"),
    ];

    /// <summary>All that a login asks for.</summary>
    public static IReadOnlyList<string> Needed { get; } = [.. Wanted.Select(permission => permission.Name)];

    internal static IReadOnlyList<PermissionCheck> Of(TokenInspection? token)
    {
        var granted = token?.Scopes ?? [];
        var isTold = token is { IsValid: true };
        return
        [
            .. Wanted.Select(permission => new PermissionCheck(
                permission.Name, permission.Why, IsNeeded: true, isTold ? granted.Contains(permission.Name) : null)),
            .. granted.Except(Needed).Select(name => new PermissionCheck(name, "", IsNeeded: false, IsGranted: true)),
        ];
    }
}
