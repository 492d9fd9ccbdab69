namespace Reelway.Media;

/// <summary>Makes the sound of a clip by encoding its two ends and copying what lies between bit for bit.</summary>
internal sealed class SoundSplice(ProcessRunner runner, MediaOptions options)
{
    /// <summary>Splices the tracks.</summary>
    /// <returns>Null when no places for the joins are found, or packets are missing: then all sound has to be encoded.</returns>
    public async Task<IReadOnlyList<AdtsTrack>?> RenderAsync(
        CutPlan plan, IReadOnlyList<(AudioTrack Track, SplicePlan Plan)> tracks, Scratch scratch, CancellationToken cancellation)
    {
        var pieces = tracks.Select(track => SplicePieces.Of(track.Track, track.Plan, scratch)).ToList();
        await SideBySide.RunAsync(
            [stop => RunAsync(plan, SpliceArguments.Ends(plan, pieces), pieces, stop), stop => RunAsync(plan, SpliceArguments.Middle(plan, pieces), pieces, stop)],
            cancellation);
        var made = new List<AdtsTrack>();
        foreach (var one in pieces)
        {
            if (await JoinAsync(one, cancellation) is not { } track)
            {
                return null;
            }

            made.Add(track);
        }

        return made;
    }

    private static async Task<AdtsTrack?> JoinAsync(SplicePieces one, CancellationToken cancellation)
    {
        var head = AdtsFrame.Split(await File.ReadAllBytesAsync(one.Head, cancellation));
        var middle = await AdtsRun.ReadAsync(one.Middle, cancellation);
        var tail = AdtsFrame.Split(await File.ReadAllBytesAsync(one.Tail, cancellation));
        var plan = one.Plan;
        if (head is null || tail is null || middle?.Count != ((plan.LastLeave - plan.FirstJoin) / SplicePlan.Packet) + 2
            || SpliceJoin.Choose(plan, head, middle, tail) is not { } places)
        {
            return null;
        }

        await SpliceJoin.WriteAsync(plan, places, head, middle, tail, one.Output, cancellation);
        return new AdtsTrack(one.Track, one.Output, plan.LeadSamples) { Splice = new SplicedPart(plan.Start, places.Join, places.Leave, (plan.FirstJoin, plan.JoinPlace)) };
    }

    private async Task RunAsync(CutPlan plan, IReadOnlyList<string> arguments, List<SplicePieces> pieces, CancellationToken cancellation)
    {
        var result = await runner.RunAsync(
            new ProcessRequest { Tool = options.Ffmpeg, Arguments = arguments, TimeLimit = options.TimeLimit, Nice = options.Nice }, cancellation);
        if (result.ExitCode != 0)
        {
            throw ToolFaults.Of(options.Ffmpeg, result, plan.Source.Path, pieces[0].Output);
        }
    }
}
