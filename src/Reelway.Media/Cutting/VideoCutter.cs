using Microsoft.Extensions.Logging;

namespace Reelway.Media;

/// <summary>Cuts a recording to a range and fades picture and sound in and out.</summary>
public sealed class VideoCutter
{
    private readonly CutTools _with;

    internal VideoCutter(CutTools tools) => _with = tools;

    /// <summary>Looks what a recording is, for a caller who needs its length before the times are known.</summary>
    /// <param name="scratch">Holds a copy of a recording that cannot be cut as it is, until the cut is made.</param>
    /// <returns>For <see cref="CutRequest.Opened"/>. Length and times of a recording whose clock begins again on the way are those that it really has.</returns>
    /// <exception cref="MediaException">The recording cannot be used, or a tool is missing or failed.</exception>
    public Task<MediaInfo> OpenAsync(string source, Scratch scratch, CancellationToken cancellation)
        => _with.Opener.OpenAsync(source, picture: null, sound: null, _with.Options.Render, scratch, cancellation);

    /// <summary>Decides how the clip would be made, without making it.</summary>
    /// <exception cref="MediaException">The recording or the times cannot be used, or a tool is missing or failed.</exception>
    public async Task<CutPlan> PlanAsync(CutRequest request, CancellationToken cancellation)
    {
        using var scratch = _with.Scratch.Open();
        return await PlanAsync(request, scratch, cancellation);
    }

    /// <param name="request">What to keep.</param>
    /// <param name="scratch">Holds a copy of a recording that cannot be cut as it is, for as long as the plan is needed.</param>
    internal async Task<CutPlan> PlanAsync(CutRequest request, Scratch scratch, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        CutRange.Check(request);
        var render = request.Render ?? _with.Options.Render;
        var info = request.Opened ?? await _with.Opener.OpenAsync(request.Source, request.PictureTrack, request.SoundTrack, render, scratch, cancellation);
        var range = CutRange.Of(request, info, _with.Options.Fade);
        var heard = SoundPick.MustListen(info) ? await _with.Silence.ListenAsync(info, range, cancellation) : new HashSet<int>();
        info = SoundPick.Of(info, request.SoundTrack ?? _with.Options.SoundTrack, heard);
        var audio = request.Audio ?? _with.Options.Audio;
        var loudness = request.Loudness ?? _with.Options.Loudness;
        var plan = await _with.Planner.PlanAsync(info, range, render, audio, cancellation);
        plan = plan with { IsToneMapped = plan.Video.IsHdr && await _with.Filters.HasAsync(ToneMap.Needs, cancellation) };
        return await _with.Bumpers.PlaceAsync(plan, request, cancellation) with
        {
            MustSplice = audio == MediaAudio.Splice,
            Loudness = loudness == MediaLoudness.Off ? null : new LoudnessPlan(loudness, _with.Options.LoudnessTarget, []),
        };
    }

    /// <summary>Makes the clip. Either the whole, checked file is there afterwards, or nothing is.</summary>
    /// <param name="request">What to keep.</param>
    /// <param name="progress">Told the share done, 0 to 1, never falling; 1 when the file is there. Null: nobody listens.</param>
    /// <param name="cancellation">Ends the encoder within seconds and removes what it wrote.</param>
    /// <exception cref="MediaException">The recording or the times cannot be used, the disk is full, or a tool is missing or failed.</exception>
    public async Task<CutResult> CutAsync(CutRequest request, IProgress<double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var started = _with.Time.GetTimestamp();
        var output = Path.GetFullPath(request.Output);
        var reached = 0.0;
        progress?.Report(0);
        if (Path.GetFullPath(request.Source) == output)
        {
            throw new MediaException(MediaFaultKind.Failed, $"{output} is the recording itself: name another output.");
        }

        using var scratch = _with.Scratch.Open();
        var plan = await PlanAsync(request, scratch, cancellation);
        plan.ThrowIfRefused();
        plan = await _with.Normaliser.PrepareAsync(plan, cancellation);
        plan.ThrowIfRefused();
        plan = plan with { Captions = await CaptionTrack.PlaceAsync(plan, request, _with.Options, scratch, cancellation) };
        using var part = PartFile.Create(output);
        var made = await TrySmartAsync(plan, part, scratch, Report, cancellation);
        if (!made.Proof.Passed)
        {
            plan = plan with { Smart = null, Sound = null, Reason = made.Reason };
            plan.ThrowIfRefused();
            made = await MakeFullAsync(plan, part, Report, cancellation) with { Discarded = made.Discarded };
        }

        made = made with { Proof = await _with.CaptionProof.AddAsync(made.Proof, plan, part.Path, cancellation) };
        var loudness = await _with.Normaliser.ReportAsync(plan, part.Path, cancellation);
        var bytes = part.Keep();
        MediaMeter.CutMade(plan.Mode);
        progress?.Report(1);
        return CutResult.Of(plan, made, output, bytes, part.Sha256, _with.Time.GetElapsedTime(started)) with
        {
            Loudness = loudness,
            Captions = request.Captions is null ? null : plan.Captions?.Cues.Count ?? 0,
        };

        // Only the finished file is 1: the proof and the rename are still to come when the encoder is done.
        void Report(double share)
        {
            if (Math.Min(share, 0.99) is var shown && shown > reached)
            {
                reached = shown;
                progress?.Report(shown);
            }
        }
    }

    /// <summary>Tries the smart render, where one is planned.</summary>
    /// <returns>A proof that did not pass when the clip has to be made in another way.</returns>
    private async Task<CutMade> TrySmartAsync(CutPlan plan, PartFile part, Scratch scratch, Action<double> progress, CancellationToken cancellation)
    {
        if (plan.Smart is not { } smart)
        {
            return CutMade.Not(plan.Reason);
        }

        var made = await RenderSmartAsync(plan, smart, part, scratch, progress, cancellation);
        if (made.Proof.FailsOnlyBy("sound"))
        {
            // Only the copied sound is not right: with encoded sound the picture need not be encoded again.
            var reason = $"the copy did not pass its proof ({made.Proof.Failures})";
            _with.Log.SmartRenderDiscarded(plan.Source.Path, made.Proof.Failures);
            MediaMeter.SmartRenderDiscarded();
            plan = plan with { Sound = SoundPlan.Encode(reason) };
            plan.ThrowIfRefused();
            made = await RenderSmartAsync(plan, smart, part, scratch, progress, cancellation) with { Discarded = true };
        }

        if (made.Proof.Passed)
        {
            return made;
        }

        _with.Log.SmartRenderDiscarded(plan.Source.Path, made.Problem);
        MediaMeter.SmartRenderDiscarded();
        return made with { Discarded = true, Reason = $"the copy {(made.Proof.Checks.Count == 0 ? "could not be finished" : "did not pass its proof")} and was thrown away ({made.Problem})" };
    }

    private async Task<CutMade> RenderSmartAsync(CutPlan plan, SmartPlan smart, PartFile part, Scratch scratch, Action<double> progress, CancellationToken cancellation)
    {
        try
        {
            var pieces = await _with.SmartRender.RenderAsync(plan, smart, scratch, part, progress, cancellation);
            var proof = await ProveAsync(part, stop => _with.SmartProof.CheckAsync(plan, smart, part.Path, part.Content, pieces, scratch, stop), cancellation);
            return new CutMade(proof, plan.Reason + SoundReason(plan, pieces), pieces.Audio);
        }
        catch (MediaException fault) when (fault.Kind is MediaFaultKind.Failed or MediaFaultKind.Unusable)
        {
            return CutMade.Not(fault.Message);
        }
    }

    /// <summary>Proves the clip while the disk takes it and its sum is taken: these wait for different things.</summary>
    private static async Task<ProofReport> ProveAsync(PartFile part, Func<CancellationToken, Task<ProofReport>> prove, CancellationToken cancellation)
    {
        ProofReport? proof = null;
        await SideBySide.RunAsync([async stop => proof = await prove(stop), part.SettleAsync], cancellation);
        return proof!;
    }

    private static string SoundReason(CutPlan plan, SmartPieces pieces) => (plan.Audio, pieces.Audio) switch
    {
        (_, "none" or "splice") => "",
        ("splice", _) => "; all sound is encoded: packets are missing, or fit at no join",
        _ => $"; all sound is encoded: {plan.AudioReason}",
    };

    private async Task<CutMade> MakeFullAsync(CutPlan plan, PartFile part, Action<double> progress, CancellationToken cancellation)
    {
        await _with.FullRender.RenderAsync(plan, part.Path, progress, cancellation);
        var proof = await ProveAsync(part, stop => _with.FullProof.CheckAsync(plan, part.Path, stop), cancellation);
        return proof.Passed
            ? new CutMade(proof, FullRender.Reason(plan), plan.Source.Audio.Count == 0 ? "none" : "encode")
            : throw ToolFaults.Unusable(
                $"{plan.Source.Name} is damaged in the range to keep: {proof.Checks.First(check => !check.Passed).Detail}; copy it again from where it was recorded, or keep a range without the damage.");
    }
}

/// <summary>What a cut is made with.</summary>
internal sealed record CutTools(
    RecordingOpener Opener, SilenceCheck Silence, FilterList Filters, CutPlanner Planner, FullRender FullRender, SmartRender SmartRender, FullProof FullProof,
    SmartProof SmartProof, CaptionProof CaptionProof, BumperFiles Bumpers, Normaliser Normaliser, ScratchSpace Scratch, MediaOptions Options, TimeProvider Time,
    ILogger<VideoCutter> Log);
