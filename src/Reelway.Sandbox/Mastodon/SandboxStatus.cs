namespace Reelway.Sandbox.Mastodon;

/// <summary>A post as it came in.</summary>
/// <param name="ReplyTo">The post that it answers; null for one that stands for itself.</param>
public sealed record SandboxStatus(string Id, DateTimeOffset At, string Text, string? ReplyTo, IReadOnlyList<SandboxAttachment> Media);

/// <summary>A file that a post shows.</summary>
public sealed record SandboxAttachment(string Id, string Type, long Bytes, string Sha256, string? Description);
