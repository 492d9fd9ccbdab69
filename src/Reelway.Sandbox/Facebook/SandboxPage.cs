namespace Reelway.Sandbox.Facebook;

/// <summary>A page of the stand-in.</summary>
public sealed record SandboxPage
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Vanity name, as in the page's address; null when the page has none.</summary>
    public string? Username { get; init; }

    /// <summary>The page's token without an end, derived from the long-lived user token; null when the user granted none for this page.</summary>
    public string? Token { get; init; }

    public string Category { get; init; } = "Conference";

    /// <summary>What the user may do on the page; publishing needs <c>CREATE_CONTENT</c>.</summary>
    public IReadOnlyList<string> Tasks { get; init; } = ["ANALYZE", "MODERATE", "CREATE_CONTENT", "MANAGE"];
}
