using System.Globalization;

namespace Reelway.Media;

/// <summary>A packet with a checksum of its content, as ffmpeg's <c>framecrc</c> lists it.</summary>
/// <param name="Dts">When it has to be decoded.</param>
/// <param name="Pts">When it is shown.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sum">Checksum of the bytes.</param>
internal sealed record FrameSum(long Dts, long Pts, long Size, uint Sum)
{
    /// <summary>Reads <c>0, dts, pts, duration, size, 0x0123abcd</c>; null for a comment or anything else.</summary>
    public static FrameSum? Parse(string line)
    {
        var fields = line.Split(',', StringSplitOptions.TrimEntries);
        return fields.Length >= 6
            && long.TryParse(fields[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var dts)
            && long.TryParse(fields[2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var pts)
            && long.TryParse(fields[4], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            && fields[5].StartsWith("0x", StringComparison.Ordinal)
            && uint.TryParse(fields[5].AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var sum)
            ? new FrameSum(dts, pts, size, sum)
            : null;
    }
}
