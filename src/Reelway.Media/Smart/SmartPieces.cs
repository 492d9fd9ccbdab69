namespace Reelway.Media;

/// <summary>What a clip was joined from.</summary>
/// <param name="Head">The encoded beginning.</param>
/// <param name="Tail">The encoded end.</param>
/// <param name="Sound">The finished sound tracks.</param>
/// <param name="JoinWords">What ffmpeg said while it joined them.</param>
internal sealed record SmartPieces(string Head, string Tail, IReadOnlyList<AdtsTrack> Sound, string JoinWords)
{
    /// <summary>The encoded clip before the talk; null: none.</summary>
    public string? Intro { get; init; }

    /// <summary>The encoded clip after the talk; null: none.</summary>
    public string? Outro { get; init; }

    /// <summary>How the sound was made.</summary>
    public string Audio => Sound.Count == 0 ? "none" : Sound.All(track => track.Splice is not null) ? "splice" : "encode";
}
