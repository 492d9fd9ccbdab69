using System.Globalization;

namespace Reelway.Media;

/// <summary>Reads the lines of <c>-progress pipe:1</c> and tells a share that never falls.</summary>
internal sealed class ProgressMeter(decimal totalSeconds, Action<double> report)
{
    private double _reached;

    public void Take(string line)
    {
        // "N/A" and negative values come first; out_time_ms holds microseconds too, an old mistake that is kept for compatibility.
        if (!line.StartsWith("out_time_us=", StringComparison.Ordinal)
            || !long.TryParse(line.AsSpan("out_time_us=".Length), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var microseconds))
        {
            return;
        }

        var share = Math.Clamp((double)(microseconds / 1_000_000m / totalSeconds), 0, 1);
        if (share > _reached)
        {
            _reached = share;
            report(share);
        }
    }
}
