namespace Reelway.Media;

/// <summary>Makes the sound of a clip by encoding its two ends and copying what lies between bit for bit.</summary>
internal sealed class SoundSplice(ProcessRunner runner, MediaOptions options)
{
    /// <summary>Splices the tracks.</summary>
    /// <param name="source">The recording, where its index lists the packets: these are copied into the clip later. Null: they are copied into files now.</param>
    /// <returns>Null when no places for the joins are found, or packets are missing: then all sound has to be encoded.</returns>
    public async Task<IReadOnlyList<AdtsTrack>?> RenderAsync(
        CutPlan plan, IReadOnlyList<(AudioTrack Track, SplicePlan Plan)> tracks, IndexedPackets? source, Scratch scratch, CancellationToken cancellation)
    {
        var pieces = tracks.Select(track => SplicePieces.Of(track.Track, track.Plan, scratch)).ToList();
        List<Func<CancellationToken, Task>> works = [stop => RunAsync(plan, SpliceArguments.Ends(plan, pieces), pieces, stop)];
        if (source is null)
        {
            works.Add(stop => RunAsync(plan, SpliceArguments.Middle(plan, pieces), pieces, stop));
        }

        await SideBySide.RunAsync(works, cancellation);
        var made = new List<AdtsTrack>();
        foreach (var one in pieces)
        {
            if (await JoinAsync(one, source, made.Count, cancellation) is not { } track)
            {
                return null;
            }

            made.Add(track);
        }

        return made;
    }

    private static async Task<AdtsTrack?> JoinAsync(SplicePieces one, IndexedPackets? source, int number, CancellationToken cancellation)
    {
        var plan = one.Plan;
        var head = AdtsFrame.Split(await File.ReadAllBytesAsync(one.Head, cancellation));
        var tail = AdtsFrame.Split(await File.ReadAllBytesAsync(one.Tail, cancellation));
        if (head is not [var like, ..] || tail is null)
        {
            return null;
        }

        // One packet before and one after those that may be copied: they tell what the neighbours expect.
        var middle = source is null
            ? await AdtsRun.ReadAsync(one.Middle, cancellation)
            : AdtsRun.Of(source.Sound(number), source.File.SafeFileHandle, plan.FirstJoin - SplicePlan.Packet, plan.LastLeave + SplicePlan.Packet, like);
        if (middle?.Count != ((plan.LastLeave - plan.FirstJoin) / SplicePlan.Packet) + 2 || SpliceJoin.Choose(plan, head, middle, tail) is not { } places)
        {
            return null;
        }

        var track = new AdtsTrack(one.Track, one.Output, plan.LeadSamples) { Splice = new SplicedPart(plan.Start, places.Join, places.Leave, (plan.FirstJoin, plan.JoinPlace)) };
        if (source is not null)
        {
            return track with { Before = SpliceJoin.Before(plan, places, head), After = SpliceJoin.After(plan, places, tail) };
        }

        await SpliceJoin.WriteAsync(plan, places, head, middle, tail, one.Output, cancellation);
        return track;
    }

    private Task<ProcessResult> RunAsync(CutPlan plan, IReadOnlyList<string> arguments, List<SplicePieces> pieces, CancellationToken cancellation)
        => runner.SucceedAsync(options.Work(arguments), plan.Source.Path, pieces[0].Output, cancellation);
}
