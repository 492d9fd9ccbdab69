namespace Reelway.Sandbox.Facebook;

/// <summary>What the Facebook stand-in knows at its start.</summary>
public sealed record FacebookSandboxOptions
{
    public string AppId { get; init; } = "138000000000042";

    public string AppSecret { get; init; } = "sandbox-app-secret";

    public string UserId { get; init; } = "10150000000000042";

    /// <summary>A user token as a login dialog gives it: good for two hours, to be exchanged.</summary>
    public string ShortUserToken { get; init; } = "EAASandboxShortUserToken";

    /// <summary>A user token that has been exchanged: good for 60 days.</summary>
    public string UserToken { get; init; } = "EAASandboxLongUserToken";

    /// <summary>Addresses that the login dialog may go back to, beside <c>http://localhost</c>.</summary>
    public IReadOnlyList<string> LoginRedirects { get; init; } = [];

    /// <summary>The pages that the user manages.</summary>
    public IReadOnlyList<SandboxPage> Pages { get; init; } =
    [
        new() { Id = "175000000000101", Name = "Harbour Stage", Username = "harbourstage", Token = "EAASandboxPageHarbour" },
        new() { Id = "175000000000102", Name = "Lantern Stage", Username = "lanternstage", Token = "EAASandboxPageLantern" },
        new() { Id = "175000000000103", Name = "Workshop Loft", Username = "workshoploft", Token = "EAASandboxPageWorkshop" },
        new() { Id = "175000000000104", Name = "Fernwood Conference", Username = "fernwoodconf", Token = "EAASandboxPageFernwood" },
    ];

    /// <summary>Switches that can also be changed while the sandbox runs.</summary>
    public FacebookSettings Settings { get; init; } = new();
}
