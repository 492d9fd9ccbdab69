namespace Reelway.Sandbox.Faults;

/// <summary>A misbehaviour on order: which system, which requests, what happens and how often.</summary>
/// <param name="Match">Requests that it is for; null for all of the system.</param>
/// <param name="Status">Answered status; default 500 (451 for mail) for <c>status</c>, and what is usual there for <c>rate-limit</c>.</param>
/// <param name="DelayMs">Wait in milliseconds; needed for <c>delay</c>.</param>
/// <param name="Skip">Matching requests that are let through before the first one is hit. Default 0.</param>
/// <param name="Times">Requests that are hit; then the fault is used up. Default 1.</param>
/// <param name="Code">The system's own error code, where it has one.</param>
/// <param name="Subcode">The system's own error sub-code, where it has one.</param>
/// <param name="Minutes">Wait named by a rate limit, in minutes. Default 5.</param>
/// <param name="Body">Body of a <c>status</c> answer. Default: the system's own error body, or none.</param>
/// <param name="ContentType">Content type of <paramref name="Body"/>. Default <c>text/html</c>, as a broken proxy sends it.</param>
public sealed record SandboxFault(
    string System, FaultEffect Effect, FaultMatch? Match = null, int? Status = null, int? DelayMs = null, int Skip = 0, int Times = 1,
    int? Code = null, int? Subcode = null, int Minutes = 5, string? Body = null, string ContentType = "text/html");
