using System.Globalization;
using System.Text;

namespace Reelway.Media;

/// <summary>The captions of a clip, ready to be muxed.</summary>
/// <param name="Path">A WebVTT file with them.</param>
/// <param name="Cues">The same: in order, none while another is shown, all within the clip.</param>
/// <param name="Language">ISO 639-2.</param>
internal sealed record CaptionTrack(string Path, IReadOnlyList<CaptionCue> Cues, string Language)
{
    /// <summary>More at once would cover the picture.</summary>
    private const int MostAtOnce = 4;

    /// <summary>The captions that a request asks for, as they are shown in its clip.</summary>
    /// <returns>Null when none are asked for, or none lies in the range.</returns>
    public static async Task<CaptionTrack?> PlaceAsync(CutPlan plan, CutRequest request, MediaOptions options, Scratch scratch, CancellationToken cancellation)
    {
        if (request.Captions is not { } captions)
        {
            return null;
        }

        // People count from the first presented moment, and so do captions; the plan counts by the file's clock.
        var from = Seconds(plan.FirstSeconds) - plan.Source.StartTime;
        var cues = Within(captions.Cues, from, Seconds(plan.DurationSeconds), Seconds(plan.IntroSeconds));
        if (cues.Count == 0)
        {
            return null;
        }

        var track = new CaptionTrack(scratch.File("captions.vtt"), cues, request.CaptionsLanguage ?? options.CaptionsLanguage);
        await File.WriteAllTextAsync(track.Path, Write(cues), cancellation);
        return track;
    }

    /// <summary>The captions that are shown within a range, by the clip's clock.</summary>
    /// <param name="cues">Captions of the recording.</param>
    /// <param name="from">When the range begins in the recording.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="at">When it begins in the clip.</param>
    /// <remarks>
    /// An MP4 shows one caption at a time: where several overlap, one is made of all that are shown together. Times are whole milliseconds.
    /// </remarks>
    public static IReadOnlyList<CaptionCue> Within(IEnumerable<CaptionCue> cues, TimeSpan from, TimeSpan length, TimeSpan at)
    {
        var kept = cues
            .Select(cue => cue with { Start = Whole(Max(cue.Start - from, TimeSpan.Zero)), End = Whole(Min(cue.End - from, length)) })
            .Where(cue => cue.End > cue.Start).OrderBy(cue => cue.Start).ToList();
        var moments = kept.SelectMany(cue => (TimeSpan[])[cue.Start, cue.End]).Distinct().Order().ToList();
        var track = new List<CaptionCue>();
        var shown = new List<CaptionCue>();
        var next = 0;
        for (var i = 0; i + 1 < moments.Count; i++)
        {
            shown.RemoveAll(cue => cue.End <= moments[i]);
            while (next < kept.Count && kept[next].Start <= moments[i])
            {
                shown.Add(kept[next++]);
            }

            if (shown.Count > 0)
            {
                var text = string.Join('\n', shown.Take(MostAtOnce).Select(cue => cue.Text));
                Add(track, new CaptionCue(at + moments[i], at + moments[i + 1], text));
            }
        }

        return track;
    }

    /// <summary>As WebVTT.</summary>
    public static string Write(IEnumerable<CaptionCue> cues)
    {
        var text = new StringBuilder("WEBVTT\n");
        foreach (var cue in cues)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{Clock(cue.Start)} --> {Clock(cue.End)}\n{cue.Text}\n");
        }

        return text.ToString();
    }

    private static void Add(List<CaptionCue> track, CaptionCue cue)
    {
        if (track.Count > 0 && track[^1].End == cue.Start && track[^1].Text == cue.Text)
        {
            track[^1] = track[^1] with { End = cue.End };
            return;
        }

        track.Add(cue);
    }

    private static TimeSpan Seconds(decimal seconds) => TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond));

    private static TimeSpan Whole(TimeSpan time) => TimeSpan.FromMilliseconds(Math.Round(time.TotalMilliseconds));

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static string Clock(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $@"{(int)time.TotalHours:00}:{time:mm\:ss\.fff}");
}
