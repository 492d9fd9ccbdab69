namespace Reelway.Sandbox.Faults;

/// <summary>A fault on order and how far it is used.</summary>
/// <param name="Passed">Matching requests let through so far.</param>
/// <param name="Hits">Requests hit so far.</param>
public sealed record OrderedFault(int Id, SandboxFault Fault, int Passed, int Hits);
