namespace Reelway.Media;

/// <summary>
/// Looks at a packet of H.264 for what a decoder would stumble over before it decodes anything: the lengths of its units, their headers, and bytes that may
/// not stand in any. Costs about as much as reading the packet.
/// </summary>
/// <remarks>Other bytes in the coded picture itself may have any value: whether these are the recorded ones, only a decoder can tell, and not always.</remarks>
internal static class PictureDamage
{
    private const int ForbiddenBit = 0x80;
    private const int LastKind = 23;
    private const int LastSliceKind = 9;

    /// <summary>Bits looked at in the header of a slice: three numbers in Exp-Golomb code.</summary>
    private const int HeaderBytes = 12;

    /// <summary>What is wrong, in words; null: nothing that can be seen.</summary>
    /// <param name="sets">Ids of the picture parameter sets that its slices may name.</param>
    public static string? Of(ReadOnlySpan<byte> packet, IReadOnlySet<int> sets)
    {
        var slices = 0;
        while (PictureUnits.TryTake(ref packet, out var unit))
        {
            var kind = PictureUnits.KindOf(unit);
            if ((unit[0] & ForbiddenBit) != 0 || kind is 0 or > LastKind)
            {
                return "a unit of an unknown kind";
            }

            if (HasForbiddenBytes(unit))
            {
                return "bytes that no unit may have";
            }

            if (kind is 1 or PictureUnits.IdrPicture)
            {
                slices++;
                if (!IsSlice(unit, sets))
                {
                    return "a slice with an impossible header";
                }
            }
        }

        return !packet.IsEmpty ? "units that do not fill their packet" : slices == 0 ? "a packet without a picture" : null;
    }

    /// <summary>Two zeros and a byte below 3 mark a place in a stream; within a unit an encoder puts a 3 between them, and nothing above 3 follows that. Zeros behind a unit are harmless.</summary>
    private static bool HasForbiddenBytes(ReadOnlySpan<byte> unit)
    {
        ReadOnlySpan<byte> zeros = [0, 0];
        for (var rest = unit.TrimEnd((byte)0); rest.IndexOf(zeros) is >= 0 and var at;)
        {
            rest = rest[(at + 2)..];
            if (rest.IsEmpty || rest[0] < 3 || (rest[0] == 3 && rest.Length > 1 && rest[1] > 3))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>First block, kind, and the picture parameter set that it names, which has to be one of the recording's.</summary>
    private static bool IsSlice(ReadOnlySpan<byte> unit, IReadOnlySet<int> sets)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        var filled = 0;
        for (var at = 1; at < unit.Length && filled < header.Length; at++)
        {
            // Behind two zeros stands a 3 that is none of the content.
            if (unit[at] != 3 || at < 3 || unit[at - 1] != 0 || unit[at - 2] != 0)
            {
                header[filled++] = unit[at];
            }
        }

        var bit = 0;
        return ExpGolomb.TryRead(header[..filled], ref bit, out _) && ExpGolomb.TryRead(header[..filled], ref bit, out var kind) && kind <= LastSliceKind
            && ExpGolomb.TryRead(header[..filled], ref bit, out var set) && sets.Contains(set);
    }
}
