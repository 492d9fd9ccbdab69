namespace Reelway.Sandbox;

/// <summary>What the fault gate needs from a request before its endpoint runs.</summary>
/// <param name="Parameters">Query and form fields that a fault may ask for.</param>
/// <param name="Detail">What tells requests on one path apart in the request log, such as the phase of an upload.</param>
internal sealed record RequestContent(IReadOnlyDictionary<string, string> Parameters, string Detail);
