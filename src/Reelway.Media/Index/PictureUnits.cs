using System.Buffers.Binary;

namespace Reelway.Media;

/// <summary>The units of an H.264 packet, each behind its length of 4 bytes.</summary>
internal static class PictureUnits
{
    public const int IdrPicture = 5;
    public const int SequenceParameters = 7;

    private const int PictureParameters = 8;
    private const int LengthBytes = 4;

    /// <summary>Takes the next unit off the packet.</summary>
    /// <returns>False when the packet has ended, or is none of this kind.</returns>
    public static bool TryTake(ref ReadOnlySpan<byte> packet, out ReadOnlySpan<byte> unit)
    {
        unit = [];
        if (packet.Length <= LengthBytes || BinaryPrimitives.ReadUInt32BigEndian(packet) is not (> 0 and var length) || length > packet.Length - LengthBytes)
        {
            return false;
        }

        unit = packet.Slice(LengthBytes, (int)length);
        packet = packet[(LengthBytes + (int)length)..];
        return true;
    }

    public static int KindOf(ReadOnlySpan<byte> unit) => unit[0] & 31;

    /// <summary>
    /// True when two packets are equal but for parameter sets, which a join puts before pictures that a decoder may begin at. The recording's own have
    /// to be in the clip, and the others be those that stand in the clip's index.
    /// </summary>
    public static bool AreSame(ReadOnlySpan<byte> recorded, ReadOnlySpan<byte> clip, AvcConfiguration known)
    {
        if (recorded.SequenceEqual(clip))
        {
            return !recorded.IsEmpty;
        }

        return AreSamePictures(recorded, clip) && SetsAreKnown(clip, known, recorded) && SetsAreKnown(recorded, AvcConfiguration.None, clip);
    }

    /// <summary>True when every parameter set in the packet is a known one, or is in the other packet as well.</summary>
    public static bool SetsAreKnown(ReadOnlySpan<byte> packet, AvcConfiguration known, ReadOnlySpan<byte> other)
    {
        while (TryTake(ref packet, out var unit))
        {
            if (IsParameterSet(unit) && !known.Has(unit) && !Contains(other, unit))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreSamePictures(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        for (var found = false; ; found = true)
        {
            var (first, second) = (TryTakePicture(ref one, out var left), TryTakePicture(ref other, out var right));
            if (!first || !second)
            {
                return found && first == second && one.IsEmpty && other.IsEmpty;
            }

            if (!left.SequenceEqual(right))
            {
                return false;
            }
        }
    }

    private static bool TryTakePicture(ref ReadOnlySpan<byte> packet, out ReadOnlySpan<byte> unit)
    {
        while (TryTake(ref packet, out unit))
        {
            if (!IsParameterSet(unit))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Contains(ReadOnlySpan<byte> packet, ReadOnlySpan<byte> wanted)
    {
        while (TryTake(ref packet, out var unit))
        {
            if (unit.SequenceEqual(wanted))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsParameterSet(ReadOnlySpan<byte> unit) => KindOf(unit) is SequenceParameters or PictureParameters;
}
