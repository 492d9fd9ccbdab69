using System.Globalization;
using Reelway.Connections;
using Reelway.Engine;
using Reelway.Frame.Configuration;
using Reelway.Library;
using Reelway.Media;
using Reelway.Talks.Sources;
using Reelway.Talks.Text;

namespace Reelway.Talks;

/// <summary>The step <c>edit</c>: fetches the recording, cuts and fades it, and keeps the result in the library.</summary>
/// <remarks>One step with its own scratch folder, since nothing local survives to the next step.</remarks>
internal sealed class RecordingEdit(
    TalkClaims claims, TalkSheets sheets, VideoCutter cutter, ScratchSpace scratch, MediaLibrary library, Recordings recordings,
    Current<TalksOptions> current, TimeProvider time)
{
    /// <summary>Edits. The times are read from the sheet at this moment, so that a retry takes a corrected cell.</summary>
    public async Task<EditedVideo> EditAsync(TalkRecorded recorded, HeldTalk talk, IStep step)
    {
        var sheet = await sheets.UseProgrammeAsync(step);
        await ConnectionPool.UseAsync(step, recordings.ConnectionOf(recorded), library.Connection);
        await claims.EnsureAsync(talk, step.Cancellation);
        using var folder = scratch.Open();
        var source = await recordings.FetchAsync(recorded, folder.File("recording"), new StepProgress(step, "fetching"), step);
        await recordings.FetchCaptionsAsync(recorded, source, step);
        var info = await cutter.OpenAsync(source, folder, step.Cancellation);
        var found = await sheet.FindByTitleAsync(talk.Title, row => row.Span(info.Duration), step.Cancellation);
        var (start, end) = found.Talk.Span(info.Duration);
        await claims.EnsureMeantAsync(talk, found, new TalkPart(start, end, info.Duration), step.Cancellation);
        var captions = await SideCaptions.ReadAsync(source, step);
        var (intro, outro) = PageRouting.Bumpers(current.Value, found.Talk.Stage, found.Talk.Kind);
        var cut = await cutter.CutAsync(
            new CutRequest { Source = source, Opened = info, Start = start, End = end, Fade = current.Value.Fade, Captions = captions, Intro = intro, Outro = outro, Output = folder.File("talk.mp4") },
            new StepProgress(step, "cutting"), step.Cancellation);
        Recordings.EnsureSame(recorded);
        LogCut(step, cut);
        var file = await library.KeepAsync(cut.Output, talk.Folder, TalkTitle.ToFileName(talk.Title) + ".mp4", step.Cancellation);
        var video = new EditedVideo(file, cut.Bytes, cut.Sha256, cut.DurationSeconds, cut.IntroSeconds, cut.OutroSeconds);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        step.Commit(session => TalkStore.NoteFileAsync(session, talk, video, now));
        return video;
    }

    /// <summary>How the clip was made, and what proves it: for whoever looks at the run.</summary>
    private static void LogCut(IStep step, CutResult cut)
    {
        var seconds = cut.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        step.Log(
            cut.Discarded ? RunLogLevel.Warning : RunLogLevel.Info,
            $"Cut in {seconds} s, {cut.Mode}: {cut.Reason}. {cut.MiddleFrames} of {cut.Frames} frames were copied, sound: {cut.Audio}.");
        if (cut.Choice.Reason is { } tracks)
        {
            step.Log(RunLogLevel.Info, $"Of the recording's tracks: {tracks}.");
        }

        foreach (var note in cut.Notes)
        {
            step.Log(RunLogLevel.Info, note);
        }

        if (cut.Choice.Warning is { } warning)
        {
            step.Log(RunLogLevel.Warning, warning);
        }

        if (cut.Loudness is { } loudness)
        {
            step.Log(RunLogLevel.Info, $"Loudness, {loudness.Words}.");
        }

        if (cut.Captions is { } captions)
        {
            step.Log(RunLogLevel.Info, captions == 0 ? "None of the recording's captions lies in the talk." : $"The clip has {(captions == 1 ? "1 caption" : $"{captions} captions")}.");
        }

        foreach (var place in cut.Proof.Damage)
        {
            step.Log(RunLogLevel.Warning, $"The recording has its {place.Words}: this was copied as it is. Look at the clip there; a better copy of the recording mends it.");
        }

        foreach (var check in cut.Proof.Checks)
        {
            step.Log(RunLogLevel.Info, $"Proof, {check.Name}: {check.Detail}.");
        }
    }

    private sealed class StepProgress(IStep step, string doing) : IProgress<double>
    {
        public void Report(double value) => step.Report(value, doing);
    }
}
