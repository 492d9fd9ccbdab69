using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Reelway.Media;

/// <summary>Looks into packets of H.264 for what no index tells, in a container that keeps each packet in one piece behind lengths of 4 bytes.</summary>
internal static class PictureLook
{
    private const int LengthAndKind = 5;

    /// <summary>Units before the picture itself: parameter sets, messages, marks. A packet that has more is none of this kind.</summary>
    private const int MostUnits = 64;

    /// <summary>A sequence parameter set has about 30 bytes.</summary>
    private const int LongestSet = 4096;

    /// <summary>True when the packet is an IDR picture, at which a decoder can begin whatever came before.</summary>
    public static bool IsIdr(SafeFileHandle file, PacketTime packet)
        => Units(file, packet).Any(unit => unit.Kind == PictureUnits.IdrPicture);

    /// <summary>True when the packet brings a sequence parameter set that is none of those in the index: the kind or size of the picture changes here.</summary>
    public static bool Changes(SafeFileHandle file, PacketTime packet, AvcConfiguration sets)
        => Units(file, packet).Where(unit => unit.Kind == PictureUnits.SequenceParameters).Any(unit =>
        {
            var own = new byte[Math.Min(unit.Length, LongestSet)];
            return RandomAccess.Read(file, own, unit.Place) == own.Length && !sets.Sequence.Any(set => set.AsSpan().SequenceEqual(own));
        });

    /// <summary>The units of a packet up to the first one that is a part of the picture.</summary>
    private static IEnumerable<(int Kind, long Place, int Length)> Units(SafeFileHandle file, PacketTime packet)
    {
        var header = new byte[LengthAndKind];
        var (place, end) = (packet.Place, packet.Place + packet.Size);
        for (var number = 0; number < MostUnits && place >= 0 && place + LengthAndKind <= end && RandomAccess.Read(file, header, place) == LengthAndKind; number++)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(header);
            var kind = header[4] & 31;
            if (length == 0 || length > end - place)
            {
                yield break;
            }

            yield return (kind, place + 4, (int)length);
            if (kind is >= 1 and <= PictureUnits.IdrPicture)
            {
                yield break;
            }

            place += 4 + length;
        }
    }
}
