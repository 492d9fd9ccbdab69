namespace Reelway.Media;

/// <summary>A packet as the index of an MP4 lists it.</summary>
/// <param name="Place">Where its bytes begin in the file.</param>
/// <param name="Size">Number of its bytes.</param>
/// <param name="Dts">When it is decoded, in ticks of the track from its first packet on.</param>
/// <param name="Pts">When it is shown, on the same clock.</param>
/// <param name="IsKey">The index says that a decoder may begin here.</param>
internal readonly record struct IndexedSample(long Place, int Size, long Dts, long Pts, bool IsKey);
