namespace Reelway.Sandbox.Faults;

/// <summary>A misbehaviour on order: which system, which requests, what happens and how often.</summary>
public sealed record SandboxFault
{
    public required string System { get; init; }

    public FaultMatch Match { get; init; } = new();

    public required FaultEffect Effect { get; init; }

    /// <summary>Answered status; default 500 (451 for mail) for <c>status</c>, and what is usual there for <c>rate-limit</c>.</summary>
    public int? Status { get; init; }

    /// <summary>Wait in milliseconds; needed for <c>delay</c>.</summary>
    public int? DelayMs { get; init; }

    /// <summary>Matching requests that are let through before the first one is hit. Default 0.</summary>
    public int Skip { get; init; }

    /// <summary>Requests that are hit; then the fault is used up. Default 1.</summary>
    public int Times { get; init; } = 1;

    /// <summary>The system's own error code, where it has one.</summary>
    public int? Code { get; init; }

    /// <summary>The system's own error sub-code, where it has one.</summary>
    public int? Subcode { get; init; }

    /// <summary>Wait named by a rate limit, in minutes. Default 5.</summary>
    public int Minutes { get; init; } = 5;

    /// <summary>Body of a <c>status</c> answer. Default: the system's own error body, or none.</summary>
    public string? Body { get; init; }

    /// <summary>Content type of <see cref="Body"/>. Default <c>text/html</c>, as a broken proxy sends it.</summary>
    public string ContentType { get; init; } = "text/html";
}
