using System.Globalization;

namespace Reelway.Media;

/// <summary>Reads what ffmpeg's <c>ebur128</c> says at its end.</summary>
internal static class LoudnessReading
{
    /// <summary>Nothing quieter is counted, so this is what silence "measures" (ITU-R BS.1770, absolute gate).</summary>
    private const double Gate = -70;

    /// <summary>Reads the summary of the filter of that name.</summary>
    /// <returns>Null when it said nothing.</returns>
    public static LoudnessMeasure? Find(string words, string filter)
    {
        var lines = words.Split('\n', StringSplitOptions.TrimEntries).ToList();
        var start = lines.FindLastIndex(line => line.StartsWith($"[{filter} @ ", StringComparison.Ordinal) && line.EndsWith("Summary:", StringComparison.Ordinal));
        if (start < 0 || Number(lines, start, "I:") is not { } integrated || Number(lines, start, "LRA:") is not { } range)
        {
            return null;
        }

        var peak = Number(lines, start, "Peak:");
        return new LoudnessMeasure(integrated > Gate ? integrated : null, peak is { } dbtp && double.IsFinite(dbtp) ? dbtp : null, range);
    }

    /// <summary>The number behind a word, in a line such as <c>I: -23.1 LUFS</c>.</summary>
    private static double? Number(List<string> lines, int from, string name)
    {
        var line = lines.Skip(from).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        return line?[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
        {
            ["-inf", ..] => double.NegativeInfinity,
            [var number, ..] when double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) => value,
            _ => null,
        };
    }
}
