namespace Reelway.Sandbox.Bluesky;

/// <summary>A post as it came in.</summary>
/// <param name="Uri">Address of its record.</param>
/// <param name="ReplyTo">Address of the post that it answers; null for one that stands for itself.</param>
/// <param name="Root">Address of the first post of the thread; null for that one.</param>
/// <param name="Links">What its facets lead to, each with the bytes of the text that they are.</param>
public sealed record SandboxSkeet(string Uri, DateTimeOffset At, string Text, string? ReplyTo, string? Root, IReadOnlyList<string> Links, IReadOnlyList<SandboxSkeetMedia> Media);

/// <summary>A file that a post shows.</summary>
public sealed record SandboxSkeetMedia(string Cid, string Type, long Bytes, string Sha256, string? Alt);
