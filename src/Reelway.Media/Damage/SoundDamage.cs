namespace Reelway.Media;

/// <summary>Looks at a packet of AAC-LC for what a decoder would stumble over first: the kind of its first element, and the window that this begins with.</summary>
internal static class SoundDamage
{
    private const int OneChannel = 0;
    private const int ChannelPair = 1;

    /// <summary>A packet of the highest rate has 768 bytes for each channel (6144 bits).</summary>
    private const int LongestPerChannel = 768;

    /// <summary>What is wrong, in words; null: nothing that can be seen.</summary>
    public static string? Of(ReadOnlySpan<byte> packet, int channels)
    {
        if (packet.Length < 2 || packet.Length > LongestPerChannel * channels)
        {
            return "a packet of an impossible length";
        }

        var (kind, common) = (packet[0] >> 5, packet[0] & 1);
        var expected = channels == 1 ? OneChannel : ChannelPair;

        // Notes, fillings and lists of channels may come first.
        if (kind is 4 or 5 or 6)
        {
            return null;
        }

        // Behind tag (4 bits) and, for a pair, "common window", or for one channel its gain (8 bits), stands a bit that is reserved.
        var bits = (packet[0] << 16) | (packet[1] << 8) | (packet.Length > 2 ? packet[2] : 0);
        var reserved = (kind, common) switch
        {
            (OneChannel, _) => (bits >> 8) & 1,
            (ChannelPair, 1) => (bits >> 15) & 1,
            _ => 0,
        };
        return kind != expected ? "a packet that begins with an element of another kind" : reserved != 0 ? "a packet with an impossible header" : null;
    }
}
