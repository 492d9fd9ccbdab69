namespace Reelway.Sandbox.LinkedIn;

/// <summary>A post, or a comment on one.</summary>
/// <param name="Urn">Of a post in one of two kinds, which take turns.</param>
/// <param name="Text">As readers see it: what was not escaped has had its meaning, or has ended the text.</param>
public sealed record SandboxShare(string Urn, DateTimeOffset At, string Author, string Text)
{
    /// <summary>What it comments on; null for a post.</summary>
    public string? CommentOn { get; init; }

    /// <summary>The words of its hashtags.</summary>
    public IReadOnlyList<string> Hashtags { get; init; } = [];

    public IReadOnlyList<SandboxShareMedia> Media { get; init; } = [];

    /// <summary>As it is given back: escaped.</summary>
    internal string Commentary { get; init; } = "";
}

/// <summary>A file that a post shows.</summary>
/// <param name="Sha256">Of all its bytes, in the order in which its pieces were named at the end.</param>
public sealed record SandboxShareMedia(string Urn, long Bytes, string Sha256, string? AltText);
