namespace Reelway.Sandbox.X;

/// <summary>A post as it came in.</summary>
/// <param name="Number">Counts up from 1.</param>
public sealed record SandboxTweet(long Number, string Id, DateTimeOffset At, string Account, string Text);
