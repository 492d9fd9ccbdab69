using System.Globalization;
using System.Text.RegularExpressions;

namespace Reelway.Media.Tests;

/// <summary>Measures a finished file with ffmpeg itself, one track at a time and in no way that the product does.</summary>
internal static partial class Meter
{
    /// <returns>Integrated loudness in LUFS and true peak in dBTP.</returns>
    public static async Task<(double Loudness, double Peak)> OfAsync(string path, int track = 0)
    {
        var result = await Clips.RunAsync(
            "ffmpeg", "-hide_banner", "-nostats", "-nostdin", "-i", path, "-map", $"0:a:{track}", "-af", "ebur128=peak=true:framelog=verbose", "-f", "null", "-");
        Assert.True(result.ExitCode == 0, result.ErrorTail);
        return (Number(Integrated().Matches(result.ErrorTail)), Number(Peak().Matches(result.ErrorTail)));
    }

    private static double Number(MatchCollection found) => double.Parse(found[^1].Groups[1].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"I:\s+(-?[\d.]+) LUFS")]
    private static partial Regex Integrated();

    [GeneratedRegex(@"Peak:\s+(-?[\d.]+|-inf) dBFS")]
    private static partial Regex Peak();
}
