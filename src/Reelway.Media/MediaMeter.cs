using System.Diagnostics.Metrics;

namespace Reelway.Media;

/// <summary>Counts of media work, under the name <c>Reelway.Media</c>.</summary>
internal static class MediaMeter
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "Reelway.Media";

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Cuts = Meter.CreateCounter<long>("reelway.media.cuts", description: "Clips made, by mode: smart or full.");

    private static readonly Counter<long> Discarded = Meter.CreateCounter<long>(
        "reelway.media.smart_discarded", description: "Smart renders that did not pass their proof and were encoded in full instead.");

    public static void CutMade(string mode) => Cuts.Add(1, new KeyValuePair<string, object?>("mode", mode));

    public static void SmartRenderDiscarded() => Discarded.Add(1);
}
