namespace Reelway.Media;

/// <summary>Proves that a smart render is what a full one would have been, at a cost far below it: nothing is decoded but the joins.</summary>
internal sealed class SmartProof(ClipProof clips, PacketLister lister, JoinProof joinProof, SoundProof soundProof, TimeProvider time)
{
    /// <summary>Words that ffmpeg uses for what a join must not have.</summary>
    private static readonly string[] BadWords = ["non-monoton", "non monoton", "invalid", "error", "corrupt"];

    /// <summary>Proves.</summary>
    /// <param name="part">The clip.</param>
    /// <param name="content">The same, open for reading.</param>
    /// <param name="pieces">What the clip was joined from; null when that is not there any more.</param>
    public async Task<ProofReport> CheckAsync(CutPlan plan, SmartPlan smart, string part, FileStream content, SmartPieces? pieces, Scratch scratch, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        var (joins, fades) = (new ProofCheck("decode", false, ""), new ProofCheck("fades", false, ""));
        var layout = Mp4Layout.Read(content);
        var index = new ClipIndex(content.SafeFileHandle, SampleTable.ReadAll(content), layout?.Video ?? AvcConfiguration.None);
        MediaInfo? clip = null;
        ProofCheck? sound = null;
        var copy = Copy.None;
        List<ProofCheck> ends = pieces is null ? [] : [Ends(plan, smart, pieces), Join(pieces.JoinWords)];
        using var source = await OpenAsync(plan, smart, scratch, cancellation);
        var spliced = pieces is null ? CopiedSound.Find(plan.Sound?.Tracks ?? [], source, index, cancellation) : pieces.Audio == "splice" ? pieces.Sound : [];
        await SideBySide.RunAsync(
            [
                async stop => (joins, fades) = await joinProof.CheckAsync(plan, smart, part, stop),
                async stop => copy = await Task.Run(() => Compare(plan, smart, source, index, spliced, stop), stop),
                async stop =>
                {
                    clip = await clips.ProbeAsync(part, stop);
                    sound = spliced.Count > 0 && clip.Audio.Count == spliced.Count ? await soundProof.CheckAsync(plan, spliced, clip, scratch, stop) : null;
                },
            ],
            cancellation);
        return new ProofReport(
            [
                .. ends, copy.Frames, copy.Middle, .. new[] { copy.Sound, sound }.OfType<ProofCheck>(),
                joins, ClipProof.Durations(plan, clip!), fades, Boxes(plan, layout),
            ],
            copy.Count,
            time.GetElapsedTime(started))
        {
            Damage = copy.Damage,
        };
    }

    /// <summary>The recording's packets, of the picture and of all tracks that can be spliced.</summary>
    private async Task<IRecordedPackets> OpenAsync(CutPlan plan, SmartPlan smart, Scratch scratch, CancellationToken cancellation)
    {
        var tracks = plan.Sound?.Tracks ?? [];
        return IndexedPackets.Open(plan, smart, [.. tracks.Select(one => (one.Track, (one.Plan.FirstJoin, one.Plan.JoinPlace)))], cancellation)
            ?? (IRecordedPackets)new ListedPackets(await lister.ListAsync(
                plan.Source.Path, plan.Video.Index, [.. tracks.Select(one => one.Track.Index)],
                (Math.Max(0, plan.FirstSeconds - ((decimal)plan.Source.StartTime.Ticks / TimeSpan.TicksPerSecond)), plan.DurationSeconds + 1), scratch.File("source"), cancellation));
    }

    /// <summary>Compares the clip's packets with the recording's.</summary>
    private static Copy Compare(
        CutPlan plan, SmartPlan smart, IRecordedPackets source, ClipIndex clip, IReadOnlyList<AdtsTrack> spliced, CancellationToken cancellation)
    {
        var (picture, sound) = (new DamageNotes("picture"), new DamageNotes("sound"));
        var (frames, middle, count) = FrameProof.Check(plan, smart, source, clip, picture, cancellation);
        var packets = spliced.Count == 0 ? null : SoundProof.Packets(plan, spliced, source, clip, sound, cancellation);
        return new Copy(frames, middle, packets, count, [.. picture.Places, .. sound.Places]);
    }

    private sealed record Copy(ProofCheck Frames, ProofCheck Middle, ProofCheck? Sound, long Count, IReadOnlyList<DamagedPlace> Damage)
    {
        public static readonly Copy None = new(new ProofCheck("frames", false, ""), new ProofCheck("middle", false, ""), null, 0, []);
    }

    /// <summary>The encoded pieces have the planned frames, and the ends one kind of parameter sets: the index of the clip holds those of the head only.</summary>
    private static ProofCheck Ends(CutPlan plan, SmartPlan smart, SmartPieces pieces)
    {
        foreach (var (path, bumper) in new[] { (pieces.Intro, plan.Intro), (pieces.Outro, plan.Outro) })
        {
            if (path is not null && bumper is not null && (Layout(path)?.Frames ?? 0) is var found && found != bumper.Frames)
            {
                return new ProofCheck("ends", false, $"{found} of {bumper.Frames} frames of {bumper.File.Name}");
            }
        }

        var (head, tail) = (Layout(pieces.Head), Layout(pieces.Tail));
        var complete = head?.Frames == smart.HeadFrames && tail?.Frames == smart.TailFrames;
        var alike = head?.Video is { } first && tail?.Video is { } last && first.Has(last);
        return new ProofCheck(
            "ends", complete && alike,
            $"{head?.Frames ?? 0} of {smart.HeadFrames} frames before the copied part, {tail?.Frames ?? 0} of {smart.TailFrames} after it{(alike ? "" : ", which are encoded in another way")}");
    }

    private static Mp4Layout? Layout(string piece)
    {
        using var file = File.OpenRead(piece);
        return Mp4Layout.Read(file);
    }

    private static ProofCheck Join(string words)
    {
        var bad = words.Split('\n').FirstOrDefault(line => BadWords.Any(word => line.Contains(word, StringComparison.OrdinalIgnoreCase)));
        return new ProofCheck("join", bad is null, bad?.Trim() ?? "joined without a complaint");
    }

    private static ProofCheck Boxes(CutPlan plan, Mp4Layout? layout)
    {
        var sets = 2 + plan.Bumpers.Count;
        return layout switch
        {
            null => new ProofCheck("boxes", false, "there is no index"),
            { IndexIsFirst: false } => new ProofCheck("boxes", false, "the index stands behind the content"),
            { VideoEntries: not 1 } => new ProofCheck("boxes", false, $"the picture has {layout.VideoEntries} sample entries"),
            { Video.Sequence.Count: var found } when found == sets => new ProofCheck("boxes", true, "the index stands first and has all parameter sets"),
            _ => new ProofCheck("boxes", false, $"the index has {layout.Video?.Sequence.Count ?? 0} sequence parameter sets instead of {sets}"),
        };
    }
}
