using Reelway.Sandbox.Faults;

namespace Reelway.Sandbox;

/// <summary>One request as the sandbox saw it. The query is left out: it may hold a token.</summary>
/// <param name="Method">HTTP method, or the SMTP command.</param>
/// <param name="Path">HTTP path without the query, or the SMTP argument.</param>
/// <param name="Status">Answered status; 0 when the connection was cut without an answer.</param>
/// <param name="Detail">What tells requests on one path apart, such as the phase of an upload; empty when nothing does.</param>
/// <param name="Fault">The fault that was applied; null when none was.</param>
public sealed record SandboxRequest(DateTimeOffset At, string Method, string Path, int Status, string Detail, FaultEffect? Fault);
