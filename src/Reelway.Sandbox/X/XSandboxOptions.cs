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

    /// <summary>Milliseconds in which a post can't be answered yet. Default 0.</summary>
    public int ReplyLagMs { get; init; }

    /// <summary>Refuses answers to one's own posts too: what the vendor does is not published. Default false.</summary>
    public bool RefusesSelfReplies { get; init; }

    /// <summary>Looks at a video or a GIF that still see it being worked on. Default 1.</summary>
    public int MediaLooks { get; init; } = 1;

    /// <summary>Videos and GIFs are found to be no good. Default false.</summary>
    public bool FailsMedia { get; init; }

    /// <summary>Names fields as the API's description does, and not as its pages do: <c>repost_count</c>. Default false.</summary>
    public bool HasNewNames { get; init; }

    /// <summary>Begins timelines with an empty page that is not the last. Default false.</summary>
    public bool HasEmptyPages { get; init; }

    /// <summary>Likes of each post. Default 3.</summary>
    public int Likes { get; init; } = 3;

    /// <summary>Reposts of each post. Default 1.</summary>
    public int Reposts { get; init; } = 1;

    /// <summary>How often each post was seen. Default 120.</summary>
    public int Impressions { get; init; } = 120;

    /// <summary>Clicks on links of each post, which only its author sees, for 30 days. Default 4.</summary>
    public int Clicks { get; init; } = 4;

    internal override string? Refuse() => this switch
    {
        { PostsPerWindow: < 1 } => "\"postsPerWindow\" must be at least 1.",
        { TimelineLagMs: < 0 } => "\"timelineLagMs\" must not be negative.",
        { DuplicateMinutes: < 0 } => "\"duplicateMinutes\" must not be negative.",
        { ReplyLagMs: < 0 } => "\"replyLagMs\" must not be negative.",
        { MediaLooks: < 0 } => "\"mediaLooks\" must not be negative.",
        _ when Likes < 0 || Reposts < 0 || Impressions < 0 || Clicks < 0 => "\"likes\", \"reposts\", \"impressions\" and \"clicks\" must not be negative.",
        _ => null,
    };
}
