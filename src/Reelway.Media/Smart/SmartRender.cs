namespace Reelway.Media;

/// <summary>Makes the clip by encoding its two ends and copying what lies between bit for bit.</summary>
internal sealed class SmartRender(ProcessRunner runner, EncoderSlots slots, SoundSplice soundSplice, SoundEncode soundEncode, BumperCache bumpers, MediaOptions options)
{
    /// <summary>Costs of the parts in the unit of an encoded frame, as measured at 1080p: only for the bar.</summary>
    private const double EncodedSecondOfSound = 1;
    private const double JoinedSecond = 0.1;

    /// <summary>Renders.</summary>
    /// <param name="part">The file to make.</param>
    /// <param name="progress">Called with the share done, 0 to 1, rising.</param>
    public async Task<SmartPieces> RenderAsync(CutPlan plan, SmartPlan smart, Scratch scratch, PartFile part, Action<double> progress, CancellationToken cancellation)
    {
        var shares = new ProgressShares(progress);
        var seconds = (double)plan.DurationSeconds;
        var (head, tail) = (scratch.File("head.mp4"), scratch.File("tail.mp4"));
        var (intro, outro) = (plan.Intro is null ? null : scratch.File("intro.mp4"), plan.Outro is null ? null : scratch.File("outro.mp4"));
        var (introShare, outroShare) = (shares.Add(plan.Intro?.Frames ?? 0), shares.Add(plan.Outro?.Frames ?? 0));
        var (headShare, tailShare) = (shares.Add(smart.HeadFrames), shares.Add(smart.TailFrames));
        var soundShare = shares.Add(plan.Audio == "encode" ? Math.Max(1, seconds * EncodedSecondOfSound * plan.Source.Audio.Count) : 1);
        var joinShare = shares.Add(Math.Max(1, seconds * JoinedSecond));
        using (await slots.TakeAsync(cancellation))
        {
            // One end after the other with two threads, not side by side with one each: as fast, and an encoder of 1080p holds 250 MB.
            var threads = Math.Max(1, Environment.ProcessorCount / options.Encoders);
            using var woven = WovenClip.Open(plan, smart, part, cancellation);
            var (headDone, soundDone) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            var pieces = new SmartPieces(head, tail, [], "") { Intro = intro, Outro = outro };
            await SideBySide.RunAsync(
                [
                    async stop =>
                    {
                        await BumpersAsync(plan, smart, (intro, introShare), (outro, outroShare), threads, stop);
                        await EncodeAsync(plan, EndArguments.Head(plan, smart, head, threads), head, Length(plan, smart.MiddlePts - plan.FirstPts), headShare, stop);
                        List<string> encoded = [.. new[] { intro, head, outro }.OfType<string>()];
                        if (!ParameterSetPatch.TryApply(encoded[0], head, encoded, smart.ParameterSets))
                        {
                            throw ToolFaults.Unusable($"The encoded head of {plan.Source.Name} is not laid out as expected: report the version of {options.Ffmpeg}.");
                        }

                        headDone.SetResult();
                        await EncodeAsync(plan, EndArguments.Tail(plan, smart, tail, threads), tail, Length(plan, plan.EndPts - smart.TailPts), tailShare, stop);
                    },
                    async stop =>
                    {
                        pieces = pieces with { Sound = plan.Source.Audio.Count > 0 ? await SoundAsync(plan, woven, scratch, soundShare, stop) : [] };
                        soundDone.SetResult();
                    },
                    async stop =>
                    {
                        // What lies between needs nothing of the tail: it is written while that is encoded.
                        await Task.WhenAll(headDone.Task, soundDone.Task).WaitAsync(stop);
                        if (woven is not null)
                        {
                            var captions = plan.Captions is { } shown ? await CaptionsAsync(plan, shown, scratch, stop) : null;
                            await Task.Run(() => woven.WriteMiddle(pieces, captions, joinShare, stop), stop);
                        }
                    },
                ],
                cancellation);
            if (woven is { HasMiddle: true })
            {
                await Task.Run(() => woven.Finish(pieces, cancellation), cancellation);
                joinShare(1);
                return pieces;
            }

            return pieces with { JoinWords = await JoinAsync(plan, smart, pieces, scratch, part.Path, joinShare, cancellation) };
        }
    }

    private async Task BumpersAsync(
        CutPlan plan, SmartPlan smart, (string? Path, Action<double> Share) before, (string? Path, Action<double> Share) after, int threads, CancellationToken cancellation)
    {
        if (plan.Intro is { } intro && before.Path is { } introPath)
        {
            await bumpers.GetAsync(intro, BumperArguments.Intro(intro, plan, smart), introPath, threads, before.Share, cancellation);
        }

        if (plan.Outro is { } outro && after.Path is { } outroPath)
        {
            await bumpers.GetAsync(outro, BumperArguments.Outro(outro, plan, smart), outroPath, threads, after.Share, cancellation);
        }
    }

    /// <returns>An MP4 with the captions alone.</returns>
    private async Task<string> CaptionsAsync(CutPlan plan, CaptionTrack captions, Scratch scratch, CancellationToken cancellation)
    {
        var path = scratch.File("captions.mp4");
        await RunAsync(plan, CaptionArguments.Alone(captions, path), path, new ProgressMeter(plan.ClipSeconds, _ => { }), cancellation);
        return path;
    }

    private async Task<IReadOnlyList<AdtsTrack>> SoundAsync(CutPlan plan, WovenClip? woven, Scratch scratch, Action<double> progress, CancellationToken cancellation)
    {
        if (plan.Sound is { Tracks: { Count: > 0 } tracks })
        {
            if (await soundSplice.RenderAsync(plan, tracks, woven?.Source, scratch, cancellation) is { } spliced)
            {
                return spliced;
            }

            (plan with { Sound = SoundPlan.Encode("packets are missing, or fit at no join") }).ThrowIfRefused();
        }

        return await soundEncode.RenderAsync(plan, plan.Source.Audio, scratch, progress, cancellation);
    }

    private static decimal Length(CutPlan plan, long ticks) => plan.Video.TimeBase.ToSeconds(ticks);

    private async Task EncodeAsync(
        CutPlan plan, IReadOnlyList<string> arguments, string output, decimal length, Action<double> progress, CancellationToken cancellation)
        => await RunAsync(plan, arguments, output, new ProgressMeter(length, progress), cancellation);

    /// <returns>What ffmpeg said about the join; the proof reads it.</returns>
    private async Task<string> JoinAsync(
        CutPlan plan, SmartPlan smart, SmartPieces pieces, Scratch scratch, string part, Action<double> progress, CancellationToken cancellation)
    {
        var script = scratch.File("join.ffconcat");
        await File.WriteAllTextAsync(script, JoinScript.Of(plan, smart, pieces, await PictureFirstAsync(plan, scratch, cancellation)), cancellation);
        var ended = false;
        var meter = new ProgressMeter(plan.ClipSeconds, progress);
        string words;
        try
        {
            words = await RunAsync(plan, JoinArguments.Of(plan, pieces, script, part), part, meter, cancellation, line => ended |= line == "progress=end");
        }
        catch (MediaException fault) when (fault.Kind == MediaFaultKind.Failed && fault.Message.Contains("reserved_moov_size", StringComparison.Ordinal))
        {
            // The index became larger than the room left for it: then it is put in front by a second pass.
            words = await RunAsync(plan, JoinArguments.Of(plan, pieces, script, part, secondPass: true), part, meter, cancellation, line => ended |= line == "progress=end");
        }

        return ended ? words : words + "\nerror: the join ended before it was done";
    }

    /// <summary>The recording, if its picture is its first stream; else a copy of the picture alone, with the same times.</summary>
    private async Task<string> PictureFirstAsync(CutPlan plan, Scratch scratch, CancellationToken cancellation)
    {
        if (plan.Video.Index == 0)
        {
            return plan.Source.Path;
        }

        var copy = scratch.File("picture");
        await RunAsync(
            plan,
            [
                "-v", "error", "-nostdin", "-y", "-copyts", .. SafeInput.Guards, "-i", SafeInput.FileArgument(plan.Source.Path), "-map", $"0:{plan.Video.Index}", "-c", "copy",
                "-avoid_negative_ts", "disabled", "-video_track_timescale", $"{plan.Video.TimeBase.Denominator}",
                "-f", plan.Source.Container.Contains("mp4", StringComparison.Ordinal) ? "mp4" : "matroska", SafeInput.FileArgument(copy),
            ],
            copy, new ProgressMeter(plan.ClipSeconds, _ => { }), cancellation);
        return copy;
    }

    private async Task<string> RunAsync(
        CutPlan plan, IReadOnlyList<string> arguments, string output, ProgressMeter meter, CancellationToken cancellation, Action<string>? onLine = null)
    {
        var work = options.Work(arguments, meter.Take + onLine);
        return (await runner.SucceedAsync(work, plan.Source.Path, output, cancellation)).ErrorTail;
    }
}
