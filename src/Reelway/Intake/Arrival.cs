namespace Reelway.Intake;

/// <summary>A file or an object has appeared: what sources hand in.</summary>
/// <param name="Uri">Where it is: <c>file:///…</c> or <c>s3://bucket/key</c>, percent-encoded.</param>
/// <param name="Name">What it is called, without its folder.</param>
/// <param name="Version">Which content is meant; what is written again has another one.</param>
internal sealed record Arrival(string Uri, string Name, string Version);
