namespace Reelway.Media;

/// <summary>How loud a clip is.</summary>
/// <param name="Mode"><c>measure</c> or <c>normalise</c>.</param>
/// <param name="TargetLufs">What it was to become; null where nothing was to be changed.</param>
/// <param name="Tracks">Each sound track; none when the clip has none.</param>
public sealed record ClipLoudness(string Mode, double? TargetLufs, IReadOnlyList<TrackLoudness> Tracks)
{
    /// <summary>All of it in words.</summary>
    public string Words => Tracks.Count == 0 ? "there is no sound" : string.Join("; ", Tracks.Select(track => track.Words));
}
