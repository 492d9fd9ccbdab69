namespace Reelway.Media;

/// <summary>How the sound of a clip is made.</summary>
/// <param name="Tracks">The tracks to splice; empty when all sound is encoded, or there is none.</param>
/// <param name="Reason">Why, in words.</param>
internal sealed record SoundPlan(IReadOnlyList<(AudioTrack Track, SplicePlan Plan)> Tracks, string Reason)
{
    /// <summary>All sound is encoded.</summary>
    public static SoundPlan Encode(string reason) => new([], reason);

    /// <summary>Decides for all tracks together: either each is spliced, or each is encoded.</summary>
    public static SoundPlan Of(CutPlan plan, SourceWindows windows, MediaAudio audio)
    {
        if (plan.Source.Audio.Count == 0)
        {
            return Encode("there is none");
        }

        if (audio == MediaAudio.Encode)
        {
            return Encode("an encode was asked for");
        }

        var tracks = new List<(AudioTrack, SplicePlan)>();
        var reason = "";
        foreach (var track in plan.Source.Audio)
        {
            (var splice, reason) = SplicePlan.Of(plan, track, windows.Sound.GetValueOrDefault(track.Index) ?? []);
            if (splice is null)
            {
                return Encode(reason);
            }

            tracks.Add((track, splice));
        }

        return new SoundPlan(tracks, reason);
    }
}
