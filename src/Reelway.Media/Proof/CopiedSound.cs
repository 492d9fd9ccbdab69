namespace Reelway.Media;

/// <summary>Finds out of a finished clip where its spliced sound is the recording's: who made it is not there to be asked any more.</summary>
internal static class CopiedSound
{
    /// <summary>Finds.</summary>
    /// <param name="tracks">Tracks of the recording that can be spliced.</param>
    /// <returns>All tracks with their copied parts; none when all sound was encoded.</returns>
    public static IReadOnlyList<AdtsTrack> Find(
        IReadOnlyList<(AudioTrack Track, SplicePlan Plan)> tracks, IRecordedPackets source, ClipIndex clip, CancellationToken cancellation)
    {
        var places = tracks.Select((one, number) => Places(one.Plan, number, source, clip, cancellation)).ToList();
        return places.TrueForAll(place => place is (null, null))
            ? []
            : [.. tracks.Zip(places, (one, place) => new AdtsTrack(one.Track, "", one.Plan.LeadSamples)
            {
                // Where only one of the joins is found, all between the places that were planned has to be the recording's: the comparison tells what is not.
                Splice = new SplicedPart(one.Plan.Start, place.Join ?? one.Plan.FirstJoin, place.Leave ?? one.Plan.LastLeave, (one.Plan.FirstJoin, one.Plan.JoinPlace)),
            })];
    }

    /// <summary>The first packet near the beginning that is the recording's, and the one behind the last such near the end.</summary>
    private static (long? Join, long? Leave) Places(SplicePlan plan, int number, IRecordedPackets source, ClipIndex clip, CancellationToken cancellation)
    {
        if (clip.Sound(number) is not { Shift: { } shift } table)
        {
            return (null, null);
        }

        var recorded = source.Sound(number).Where(packet => IsNear(plan, packet.Pts)).ToDictionary(packet => packet.Pts);
        var bytes = new SampleBytes(clip.File, SampleBytes.Sound);
        long? join = null, leave = null;
        foreach (var sample in table.Samples(clip.File))
        {
            cancellation.ThrowIfCancellationRequested();
            var time = sample.Pts + shift + plan.Start;
            if (!IsNear(plan, time) || !recorded.TryGetValue(time, out var packet) || !source.IsSound(packet, bytes.Get(sample.Place, sample.Size)))
            {
                continue;
            }

            if (time <= plan.LastJoin)
            {
                join ??= time;
            }
            else
            {
                leave = time + SplicePlan.Packet;
            }
        }

        return (join, leave);
    }

    private static bool IsNear(SplicePlan plan, long time)
        => (time >= plan.FirstJoin && time <= plan.LastJoin) || (time >= plan.FirstLeave - SplicePlan.Packet && time < plan.LastLeave);
}
