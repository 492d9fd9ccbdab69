namespace Reelway.Media;

/// <summary>Numbers as parameter sets and slices hold them: as many zeros as bits follow the first one (ISO/IEC 14496-10, 9.1).</summary>
internal static class ExpGolomb
{
    private const int MostZeros = 31;

    /// <summary>Reads the next number.</summary>
    /// <param name="at">Its first bit; afterwards the first bit behind it.</param>
    /// <returns>False where the bytes end before the number does, or where it is larger than any.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, ref int at, out int number)
    {
        var (end, zeros) = (bytes.Length * 8, 0);
        number = 0;
        while (at < end && Bit(bytes, at) == 0)
        {
            zeros++;
            at++;
        }

        if (zeros > MostZeros - 1 || at + zeros >= end)
        {
            return false;
        }

        for (var left = zeros; left >= 0; left--)
        {
            number = (number << 1) | Bit(bytes, at++);
        }

        number--;
        return true;
    }

    private static int Bit(ReadOnlySpan<byte> bytes, int at) => (bytes[at / 8] >> (7 - (at % 8))) & 1;
}
