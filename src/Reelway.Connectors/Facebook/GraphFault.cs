namespace Reelway.Connectors.Facebook;

/// <summary>What one code of the Graph API means: kind of fault, what it holds up, and what to do.</summary>
internal sealed record GraphFault(CallFault Kind, GraphReach Reach, string Advice)
{
    /// <summary>True when Facebook punishes rather than counts: the wait is a long one.</summary>
    public bool IsBlock { get; init; }

    /// <summary>True when the login is good and lacks a right.</summary>
    public bool IsDenied { get; init; }

    /// <summary>True when the advice ends with logging in, for which the host has a command.</summary>
    public bool EndsWithLogin { get; init; }
}

/// <summary>What else a fault of the Graph API holds up.</summary>
internal enum GraphReach
{
    /// <summary>The call alone.</summary>
    Call,

    /// <summary>All calls for the page; all of the connection when the call was for no page.</summary>
    Page,

    /// <summary>All calls of the app.</summary>
    App,

    /// <summary>All calls of the user.</summary>
    User,

    /// <summary>All calls with the same token: those for the page, or all of the connection when the call was for no page.</summary>
    Token,
}
