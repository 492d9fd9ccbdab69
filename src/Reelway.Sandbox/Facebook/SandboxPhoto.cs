namespace Reelway.Sandbox.Facebook;

/// <summary>A photo of a page.</summary>
/// <param name="AltText">Says what it shows; null for nothing.</param>
public sealed record SandboxPhoto(string Id, string PageId, long Bytes, string Sha256, string? AltText);

/// <summary>A comment of a page on one of its posts or videos.</summary>
/// <param name="On">Id of what it is below.</param>
/// <param name="From">Id of the page.</param>
public sealed record SandboxComment(string Id, string On, string From, string Message, DateTimeOffset At);
