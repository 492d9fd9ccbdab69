namespace Reelway.Media;

/// <summary>A packet of a stream, without its content. All times in ticks of the stream's time base.</summary>
/// <param name="Pts">When it is shown.</param>
/// <param name="Dts">When it has to be decoded.</param>
/// <param name="Duration">Ticks until the next one, as the file says; 0 when it does not.</param>
/// <param name="IsKey">The file's index calls it a keyframe, which in H.264 need not be an IDR picture.</param>
/// <param name="Place">Where its bytes begin in the file, in containers that keep them in one piece.</param>
/// <param name="Size">Number of its bytes.</param>
internal readonly record struct PacketTime(long Pts, long Dts, long Duration, bool IsKey, long Place = -1, int Size = 0);
