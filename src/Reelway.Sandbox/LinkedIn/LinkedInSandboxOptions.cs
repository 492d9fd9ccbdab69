namespace Reelway.Sandbox.LinkedIn;

/// <summary>What the stand-in for LinkedIn knows at its start.</summary>
public sealed record LinkedInSandboxOptions
{
    public string ClientId { get; init; } = "86sandboxclient";

    public string ClientSecret { get; init; } = "sandbox-linkedin-secret";

    /// <summary>The members, each with a token.</summary>
    public IReadOnlyList<LinkedInMember> Members { get; init; } = [new("782bbtaQ", "Eva Field", "sandbox-linkedin-token", "sandbox-linkedin-refresh") { Roles = new Dictionary<string, string> { ["5515715"] = "ADMINISTRATOR" } }];

    /// <summary>Switches that can also be changed while the sandbox runs.</summary>
    public LinkedInSettings Settings { get; init; } = new();
}

/// <summary>A member of the network.</summary>
/// <param name="RefreshToken">Null for the many apps that get none.</param>
public sealed record LinkedInMember(string Id, string Name, string Token, string? RefreshToken = null)
{
    /// <summary>Roles by the organisation's id.</summary>
    public IReadOnlyDictionary<string, string> Roles { get; init; } = new Dictionary<string, string>();

    internal string Urn => $"urn:li:person:{Id}";

    private static readonly string[] Posting = ["ADMINISTRATOR", "DIRECT_SPONSORED_CONTENT_POSTER", "CONTENT_ADMIN"];

    internal bool MayPostAs(string author) => author == Urn || Posting.Contains(RoleAt(author));

    internal bool Administers(string author) => RoleAt(author) == "ADMINISTRATOR";

    private string? RoleAt(string urn) => urn.StartsWith("urn:li:organization:", StringComparison.Ordinal) ? Roles.GetValueOrDefault(urn["urn:li:organization:".Length..]) : null;
}

/// <summary>Switches of the stand-in; <c>PATCH /_sandbox/linkedin/settings</c> changes them.</summary>
public sealed record LinkedInSettings : ResidentSettings
{
    /// <summary>Oldest version that is served; older ones are answered 426. Default 202601.</summary>
    public string OldestVersion { get; init; } = "202601";

    /// <summary>Newest version that is served. Default 202611.</summary>
    public string NewestVersion { get; init; } = "202611";

    /// <summary>Calls of a member in a day, which ends at midnight, universal time. The real figures are not published. Default 10,000.</summary>
    public int CallsPerDay { get; init; } = 10_000;

    /// <summary>Minutes in which the same post is refused. Default 10.</summary>
    public int DuplicateMinutes { get; init; } = 10;

    /// <summary>Milliseconds until a post stands in its author's list. Default 0.</summary>
    public int TimelineLagMs { get; init; }

    /// <summary>Counts the escaping backslashes into the length; which the real one does is not known. Default false.</summary>
    public bool CountsEscapes { get; init; }

    /// <summary>Largest piece of a video, in bytes. Default 4 MiB, as the real one.</summary>
    public int PieceBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Looks at an upload that still see it being worked on. Default 1.</summary>
    public int MediaLooks { get; init; } = 1;

    /// <summary>Uploads are found to be no good. Default false.</summary>
    public bool FailsMedia { get; init; }

    /// <summary>Refuses the first comment on each post once, as the real one does for some seconds. Default false.</summary>
    public bool FailsFirstComments { get; init; }

    /// <summary>Gives the id of a comment as a number and leaves its URN out. Default false.</summary>
    public bool HasBareCommentIds { get; init; }

    /// <summary>Leaves posts out of the statistics, as it does when it has none. Default false.</summary>
    public bool HasNoFigures { get; init; }

    /// <summary>Likes of each post. Default 9.</summary>
    public int Likes { get; init; } = 9;

    /// <summary>How often each post was seen. Default 900.</summary>
    public int Impressions { get; init; } = 900;

    internal override string? Refuse() => this switch
    {
        { CallsPerDay: < 1 } => "\"callsPerDay\" must be at least 1.",
        { PieceBytes: < 1 } => "\"pieceBytes\" must be at least 1.",
        _ when DuplicateMinutes < 0 || TimelineLagMs < 0 || MediaLooks < 0 => "\"duplicateMinutes\", \"timelineLagMs\" and \"mediaLooks\" must not be negative.",
        _ => null,
    };
}
