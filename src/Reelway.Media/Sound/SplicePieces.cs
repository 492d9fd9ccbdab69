namespace Reelway.Media;

/// <summary>A track to be spliced, and the files of its pieces.</summary>
/// <param name="Track">The recording's track.</param>
/// <param name="Plan">Where it may be joined.</param>
/// <param name="Head">The encoded beginning.</param>
/// <param name="Middle">The copied packets.</param>
/// <param name="Tail">The encoded end.</param>
/// <param name="Output">The finished track.</param>
internal sealed record SplicePieces(AudioTrack Track, SplicePlan Plan, string Head, string Middle, string Tail, string Output)
{
    public static SplicePieces Of(AudioTrack track, SplicePlan plan, Scratch scratch) => new(
        track, plan, scratch.File($"head{track.Index}.aac"), scratch.File($"middle{track.Index}.aac"), scratch.File($"tail{track.Index}.aac"), scratch.File($"sound{track.Index}.aac"));
}
