namespace Reelway.Media;

/// <summary>The finished sound of a clip's track: AAC packets one after the other in a file of their own.</summary>
/// <param name="Track">The recording's track that it is made of.</param>
/// <param name="Path">The file (ADTS, which has no timestamps).</param>
/// <param name="LeadSamples">Samples before the clip's first moment, which no player shows.</param>
internal sealed record AdtsTrack(AudioTrack Track, string Path, int LeadSamples);
