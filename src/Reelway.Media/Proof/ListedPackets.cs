namespace Reelway.Media;

/// <summary>Packets as ffmpeg lists them, compared by checksum: for containers whose index we do not read.</summary>
internal sealed class ListedPackets(PacketListing listing) : IRecordedPackets
{
    public IEnumerable<RecordedPacket> Picture() => listing.All.Select(Packet);

    public IEnumerable<RecordedPacket> Sound(int number) => listing.Sound[number].Select(Packet);

    public bool IsPicture(RecordedPacket packet, ReadOnlySpan<byte> clip, AvcConfiguration known)
        => IsSound(packet, clip)
            || (listing.Keys.TryGetValue(packet.Pts, out var key) && PictureSum(clip) == (key.Size, key.Sum) && PictureUnits.SetsAreKnown(clip, known, []));

    public bool IsSound(RecordedPacket packet, ReadOnlySpan<byte> clip) => !clip.IsEmpty && packet.Size == clip.Length && packet.Sum == Add(0, clip);

    public void Dispose()
    {
        // Nothing is open.
    }

    private static RecordedPacket Packet(FrameSum listed) => new(listed.Pts, -1, listed.Size, listed.Sum);

    /// <summary>Size and sum of the parts of the picture alone (units 1 to 5), as ffmpeg's filter writes them: behind start codes, the first of which is longer.</summary>
    private static (long Size, uint Sum) PictureSum(ReadOnlySpan<byte> packet)
    {
        var (size, sum) = (0L, 0u);
        while (PictureUnits.TryTake(ref packet, out var unit))
        {
            if (PictureUnits.KindOf(unit) is >= 1 and <= PictureUnits.IdrPicture)
            {
                ReadOnlySpan<byte> code = size == 0 ? [0, 0, 0, 1] : [0, 0, 1];
                (size, sum) = (size + code.Length + unit.Length, Add(Add(sum, code), unit));
            }
        }

        return (size, sum);
    }

    /// <summary>Adler-32 as ffmpeg's <c>framecrc</c> uses it, which begins with 0.</summary>
    private static uint Add(uint sum, ReadOnlySpan<byte> bytes)
    {
        // The most bytes that can be added before a sum has to be reduced (RFC 1950).
        const int most = 5552;
        const uint prime = 65521;
        var (low, high) = (sum & 0xFFFF, sum >> 16);
        while (!bytes.IsEmpty)
        {
            var count = Math.Min(most, bytes.Length);
            foreach (var one in bytes[..count])
            {
                low += one;
                high += low;
            }

            (low, high) = (low % prime, high % prime);
            bytes = bytes[count..];
        }

        return (high << 16) | low;
    }
}
