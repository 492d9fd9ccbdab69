namespace Reelway.Media;

/// <summary>The beginning of an MP4: what it is, and the index of its tracks.</summary>
internal static class WovenIndex
{
    /// <summary>Ticks per second in which the whole clip is told.</summary>
    public const int Timescale = 1000;

    /// <summary>What stands around the tables of a clip: headers, descriptions, and the boxes themselves.</summary>
    private const int FixedBytes = 8 * 1024;

    /// <summary>A picture that is not turned: nine numbers, of which those of the last column have 30 bits behind the point, the others 16.</summary>
    public static ReadOnlySpan<byte> Unturned =>
    [
        0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x40, 0, 0, 0,
    ];

    /// <summary>Room that is enough for it in front of the content, in bytes.</summary>
    /// <param name="frames">Packets of the picture.</param>
    /// <param name="packets">Packets of all sound.</param>
    /// <param name="chunks">Chunks of all tracks.</param>
    /// <param name="descriptions">Bytes that tell what the packets are.</param>
    public static long Room(long frames, long packets, long chunks, long descriptions)
        => FixedBytes + descriptions + (frames * WovenTable.PictureBytes) + (packets * WovenTable.SoundBytes) + (chunks * WovenTable.ChunkBytes);

    /// <summary>Writes it.</summary>
    /// <param name="tracks">The picture first.</param>
    public static void Write(BoxWriter file, IReadOnlyList<WovenTrack> tracks)
    {
        file.Box("ftyp", type => type.Bytes("isom"u8).Number(512).Bytes("isomiso2avc1mp41"u8));
        file.Box("moov", index =>
        {
            var lasts = tracks.Max(track => (long)Math.Ceiling((double)track.Length * Timescale / track.Timescale));
            index.FullBox("mvhd", 0, header => header
                .Zeros(8).Number(Timescale).Number(lasts).Number(0x0001_0000).ShortNumber(0x0100).Zeros(10).Bytes(Unturned).Zeros(24).Number(tracks.Count + 1));
            for (var number = 0; number < tracks.Count; number++)
            {
                tracks[number].Write(index, number + 1, isShown: tracks.Take(number).All(before => before.Handler != tracks[number].Handler));
            }
        });
    }
}
