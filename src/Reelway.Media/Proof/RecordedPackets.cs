namespace Reelway.Media;

/// <summary>A packet of the recording.</summary>
/// <param name="Pts">When it is shown, by the file's clock.</param>
/// <param name="Place">Where its bytes begin, if they are read.</param>
/// <param name="Size">Number of its bytes.</param>
/// <param name="Sum">Checksum of its bytes, if they are not read.</param>
internal readonly record struct RecordedPacket(long Pts, long Place, long Size, uint Sum);

/// <summary>The recording's side of a comparison with its clip.</summary>
internal interface IRecordedPackets : IDisposable
{
    /// <summary>Packets of the picture in the order they are decoded; those of the range are among them.</summary>
    IEnumerable<RecordedPacket> Picture();

    /// <summary>Packets of the spliced track of this number; those of its copied part are among them.</summary>
    IEnumerable<RecordedPacket> Sound(int number);

    /// <summary>True when the clip's packet is this one, but for parameter sets that stand in the clip's index as well.</summary>
    bool IsPicture(RecordedPacket packet, ReadOnlySpan<byte> clip, AvcConfiguration known);

    /// <summary>True when the clip's packet is this one.</summary>
    bool IsSound(RecordedPacket packet, ReadOnlySpan<byte> clip);
}
