namespace Reelway.Media;

/// <summary>The finished sound of a clip's track: AAC packets one after the other in a file of their own.</summary>
/// <param name="Track">The recording's track that it is made of.</param>
/// <param name="Path">The file (ADTS, which has no timestamps).</param>
/// <param name="LeadSamples">Samples before the clip's first moment, which no player shows.</param>
internal sealed record AdtsTrack(AudioTrack Track, string Path, int LeadSamples)
{
    /// <summary>The copied part; null when all of it was encoded.</summary>
    public SplicedPart? Splice { get; init; }

    /// <summary>The encoded packets before the copied part, where the clip is written from packets; then there is no file.</summary>
    public IReadOnlyList<AdtsFrame> Before { get; init; } = [];

    /// <summary>Those after it.</summary>
    public IReadOnlyList<AdtsFrame> After { get; init; } = [];
}

/// <summary>The copied part of a spliced track, in samples of the recording's clock.</summary>
/// <param name="Start">First moment of the clip.</param>
/// <param name="Join">First copied packet.</param>
/// <param name="Leave">First packet after the copied part.</param>
/// <param name="Mark">A packet of the recording, and where its bytes begin: what the file's own index is to be read by.</param>
internal sealed record SplicedPart(long Start, long Join, long Leave, (long Pts, long Place) Mark);
