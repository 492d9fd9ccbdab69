namespace Reelway.Media;

/// <summary>What a range of a recording shows: its own frames in the range, and those that have to be shown again since they stand for seconds.</summary>
/// <param name="First">The clip's first moment, by the recording's clock in ticks of the picture; so are the others.</param>
/// <param name="Last">When the clip's last frame is shown.</param>
/// <param name="End">The end of the last frame.</param>
/// <param name="Opens">The recording's frame that is on screen at the first moment.</param>
/// <param name="FadeSeconds">Length of the fade at each end; at most half the clip.</param>
/// <param name="Repeated">Frames shown again.</param>
internal sealed record ShownFrames(long First, long Last, long End, long Opens, decimal FadeSeconds, RepeatedFrames Repeated)
{
    /// <summary>A frame counts as lying on a moment that it misses by less; containers round timestamps to 1 ms.</summary>
    private const decimal ToleranceSeconds = 0.0005m;

    /// <summary>
    /// Frames of a dense recording are shown whole: a clip may begin with the next frame, and end with the last one, when these lie no further off than this
    /// many frames. Otherwise it begins and ends at the moments asked for.
    /// </summary>
    private const decimal NearFrames = 1.5m;

    /// <summary>A recording that holds a frame for longer may hold any.</summary>
    private const decimal StandsSeconds = 1;

    /// <summary>True when frames that follow one another stand for seconds, or there is only one.</summary>
    public static bool Stand(Rational timeBase, IReadOnlyList<FrameTime> frames)
        => frames.Count == 1 || frames.Zip(frames.Skip(1)).Any(pair => timeBase.ToSeconds(pair.Second.Pts - pair.First.Pts) > StandsSeconds);

    /// <summary>Decides.</summary>
    /// <param name="video">The picture.</param>
    /// <param name="start">The wish, in ticks.</param>
    /// <param name="end">Its end.</param>
    /// <param name="fadeSeconds">Wished length of each fade.</param>
    /// <param name="frames">The frames around both ends, in the order they are shown.</param>
    /// <returns>Null when nothing is on screen in the range; and the moment at which the picture ends, as the file says.</returns>
    public static (ShownFrames? Shown, decimal PictureEnd) Of(VideoTrack video, decimal start, decimal end, decimal fadeSeconds, IReadOnlyList<FrameTime> frames)
    {
        var step = RepeatedFrames.Step(video);
        var tolerance = video.TimeBase.ToTicks(ToleranceSeconds);
        var held = frames.Where(frame => frame.Pts < start - tolerance).Select(frame => (FrameTime?)frame).LastOrDefault();
        var kept = frames.Where(frame => frame.Pts >= start - tolerance && frame.Pts < end - tolerance).ToList();
        if (kept.Count == 0 && (held is null || end - start < step))
        {
            return (null, end);
        }

        var isNear = kept.Count > 0 && kept[0].Pts - start <= NearFrames * step;
        var first = isNear ? kept[0].Pts : (long)Math.Round(start);
        var last = kept.Count > 0 ? kept[^1] : held!.Value;
        var pictureEnd = frames.Where(frame => frame.Pts > last.Pts).Select(frame => (decimal)frame.Pts).DefaultIfEmpty(last.Pts + (last.Duration > 0 ? last.Duration : step)).Min();

        // What is shown past the end is cut there; what ends before it stands until then.
        var until = end - pictureEnd > NearFrames * step ? end : Math.Min(pictureEnd, Math.Max(end, last.Pts + step));
        var endPts = Math.Max(Math.Max(first, last.Pts) + 1, (long)Math.Round(until));
        var fade = Math.Min(fadeSeconds, video.TimeBase.ToSeconds(endPts - first) / 2);
        var repeated = RepeatedFrames.Of(video, [.. isNear ? [] : (long[])[0], .. kept.Select(frame => frame.Pts - first).Where(at => at > 0 || isNear)], endPts - first, fade, isNear);
        return (new ShownFrames(first, Math.Max(kept.Count > 0 ? last.Pts : first, first + repeated.Last), endPts, isNear ? first : held?.Pts ?? kept[0].Pts, fade, repeated), pictureEnd);
    }
}
