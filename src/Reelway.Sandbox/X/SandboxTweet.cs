namespace Reelway.Sandbox.X;

/// <summary>A post as it came in.</summary>
/// <param name="Number">Counts up from 1.</param>
public sealed record SandboxTweet(long Number, string Id, DateTimeOffset At, string Account, string Text)
{
    /// <summary>The post that it answers; null for one that stands for itself.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>The first post of the thread; its own id where it is the first.</summary>
    public string Conversation { get; init; } = Id;

    public IReadOnlyList<SandboxTweetMedia> Media { get; init; } = [];
}

/// <summary>A file that a post shows.</summary>
/// <param name="Sha256">Of all its bytes; null where a piece was sent out of turn.</param>
public sealed record SandboxTweetMedia(string Id, string Key, string Type, string Category, long Bytes, string? Sha256, string? AltText);
