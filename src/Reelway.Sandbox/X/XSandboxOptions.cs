namespace Reelway.Sandbox.X;

/// <summary>What the stand-in for X knows at its start.</summary>
public sealed record XSandboxOptions
{
    public string ApiKey { get; init; } = "sandbox-x-api-key";

    public string ApiKeySecret { get; init; } = "sandbox-x-api-key-secret";

    public IReadOnlyList<XSandboxAccount> Accounts { get; init; } =
        [new("1716400000000000001", "fernwoodconf", "1716400000000000001-sandbox-x-token", "sandbox-x-token-secret")];

    /// <summary>Switches that can also be changed while the sandbox runs.</summary>
    public XSettings Settings { get; init; } = new();
}

/// <summary>An account, with the access token of the one app that there is.</summary>
/// <param name="MayWrite">False for a token that was made when the app could only read.</param>
/// <param name="IsPremium">True for an account that may write up to 25,000.</param>
public sealed record XSandboxAccount(string Id, string Username, string Token, string TokenSecret, bool MayWrite = true, bool IsPremium = false);

/// <summary>Switches of the stand-in; <c>PATCH /_sandbox/x/settings</c> changes them.</summary>
public sealed record XSettings : ResidentSettings
{
    /// <summary>Posts of an account in a quarter of an hour. Default 100, as the real one.</summary>
    public int PostsPerWindow { get; init; } = 100;

    /// <summary>Milliseconds until a post stands in the timeline. Default 0.</summary>
    public int TimelineLagMs { get; init; }

    /// <summary>Minutes in which the same text of the same account is refused. The real figure is not published. Default 60.</summary>
    public int DuplicateMinutes { get; init; } = 60;

    /// <summary>Answers every post with "usage capped", as a plan does whose month is used up. Default false.</summary>
    public bool IsCapped { get; init; }

    /// <summary>Answers every post with "credits depleted". Default false.</summary>
    public bool IsOutOfCredits { get; init; }

    internal override string? Refuse() => this switch
    {
        { PostsPerWindow: < 1 } => "\"postsPerWindow\" must be at least 1.",
        { TimelineLagMs: < 0 } => "\"timelineLagMs\" must not be negative.",
        { DuplicateMinutes: < 0 } => "\"duplicateMinutes\" must not be negative.",
        _ => null,
    };
}
