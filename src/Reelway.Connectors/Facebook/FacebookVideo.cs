namespace Reelway.Connectors.Facebook;

/// <summary>A video as Facebook holds it.</summary>
/// <param name="Progress">How far the processing is, 0 to 100; null when not told.</param>
/// <param name="Permalink">Absolute address; null until there is one.</param>
/// <param name="PostId">The post that shows it; null until there is one.</param>
/// <param name="Errors">What Facebook says went wrong, in its words.</param>
public sealed record FacebookVideo(
    string Id,
    string? Title,
    string? Description,
    FacebookVideoStatus Status,
    int? Progress,
    Uri? Permalink,
    double? LengthSeconds,
    string? PostId,
    bool? Published,
    IReadOnlyList<string> Errors);
