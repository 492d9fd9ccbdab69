namespace Reelway.Media.Tests;

public sealed class CutPlanTests
{
    /// <summary>A frame every five seconds.</summary>
    private static readonly FrameTime[] Slides = [.. Enumerable.Range(0, 3).Select(number => new FrameTime(number * 5 * 15360, 5 * 15360))];

    [Fact]
    public void A_frame_on_the_start_is_kept_and_one_on_the_end_is_not()
    {
        var plan = Plan(2, 4, Enumerable.Range(0, 240).Select(number => new FrameTime(number * 512, 512)));
        Assert.Equal((60 * 512L, 119 * 512L, 120 * 512L), (plan.FirstPts, plan.LastPts, plan.EndPts));
        Assert.Equal(2, plan.DurationSeconds);
    }

    [Fact]
    public void Times_of_people_count_from_the_first_presented_moment()
    {
        var frames = Enumerable.Range(0, 240).Select(number => new FrameTime((number * 512) + 15360, 512));
        Assert.Equal(60 * 512 + 15360, Plan(2, 4, frames, startTime: 1).FirstPts);
    }

    [Fact]
    public void A_timestamp_that_the_container_rounded_is_still_on_its_moment()
    {
        var frames = Enumerable.Range(0, 240).Select(number => new FrameTime((number * 512) + (number % 3) - 1, 512));
        var plan = Plan(2, 4, frames);
        Assert.Equal(((60 * 512L) - 1, (119 * 512L) + 1), (plan.FirstPts, plan.LastPts));
    }

    [Fact]
    public void Fades_share_a_clip_that_is_shorter_than_both()
    {
        var frames = Enumerable.Range(0, 240).Select(number => new FrameTime(number * 512, 512)).ToList();
        Assert.Equal(1, Plan(2, 4, frames, fade: 3).FadeSeconds);
        Assert.Equal(0.5m, Plan(2, 4, frames, fade: 0.5).FadeSeconds);
        Assert.Equal(0, Plan(2, 4, frames, fade: 0).FadeSeconds);
    }

    [Fact]
    public void A_frame_that_is_held_past_the_end_is_cut_there()
    {
        // One frame every five seconds, as slides are recorded at a variable rate.
        var plan = Plan(0, 7, Slides);
        Assert.Equal((0L, 7m), (plan.FirstPts, plan.DurationSeconds));

        // Each fade is drawn: from the first frame to 3 s, and for 3 s up to the last one, but not on a frame of the recording's own.
        Assert.Equal([.. Enumerable.Range(1, 90), .. Enumerable.Range(120, 30), .. Enumerable.Range(151, 59)], plan.Repeated.Times.Select(time => (int)(time / 512)));
        Assert.Equal(209 * 512, plan.LastPts);
    }

    [Fact]
    public void What_is_on_screen_at_the_start_is_the_first_picture_although_it_came_earlier()
    {
        var plan = Plan(6, 7.5, Slides, fade: 0);
        Assert.Equal((6 * 15360L, 5 * 15360L, 6 * 15360L), (plan.FirstPts, plan.OpensPts, plan.LastPts));
        Assert.Equal(1.5m, plan.DurationSeconds);
        Assert.Equal([0], plan.Repeated.Times);
    }

    [Fact]
    public void A_first_frame_that_comes_late_is_shown_from_the_start_on()
    {
        var plan = Plan(1, 4, Enumerable.Range(60, 180).Select(number => new FrameTime(number * 512, 512)), fade: 0.5);
        Assert.Equal((15360L, 60 * 512L, 3m), (plan.FirstPts, plan.OpensPts, plan.DurationSeconds));
        Assert.Equal([.. Enumerable.Range(0, 16).Select(place => place * 512L)], plan.Repeated.Times);
    }

    [Fact]
    public void Frames_that_are_missing_here_and_there_are_not_filled_up()
    {
        var plan = Plan(2, 4, Enumerable.Range(0, 240).Where(number => number % 7 != 3 && number % 11 != 5).Select(number => new FrameTime(number * 512, 512)), fade: 1);
        Assert.Equal(0, plan.Repeated.Count);
    }

    [Fact]
    public void The_last_frame_of_a_recording_stands_to_the_end_when_others_stood_as_long()
    {
        FrameTime[] dense = [.. Enumerable.Range(0, 150).Select(number => new FrameTime(number * 512, 512))];
        Assert.Contains("ends at 0:00:05, before 0:00:07", Assert.Throws<MediaException>(() => Plan(2, 7, dense)).Message, StringComparison.Ordinal);
        Assert.Equal(3.5m, Plan(2, 5.5, dense).DurationSeconds);
        Assert.Equal(5, CutPlan.Of(Recording(0), Range(2, 7), dense, framesStand: true).DurationSeconds);
        Assert.False(ShownFrames.Stand(new Rational(1, 15360), dense));
        Assert.True(ShownFrames.Stand(new Rational(1, 15360), Slides));
        Assert.True(ShownFrames.Stand(new Rational(1, 15360), dense[..1]));
    }

    [Fact]
    public void Without_a_frame_in_the_range_there_is_nothing_to_cut()
    {
        var fault = Assert.Throws<MediaException>(() => Plan(2, 4, []));
        Assert.Equal(MediaFaultKind.BadRange, fault.Kind);
        Assert.Contains("talk.mp4 shows no picture between 0:00:02 and 0:00:04", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "ends at 0:00:04, before 0:00:08, the end to keep: copy the recording again if it should be longer, or correct the end.")]
    [InlineData(false, "ends at 0:00:04, though the file lasts until 0:00:08: copy the recording again, or give 0:00:04 as the end.")]
    public void A_picture_that_ends_before_the_file_is_told_by_the_end_that_was_given_or_by_the_files(bool hasEnd, string sentence)
    {
        var frames = Enumerable.Range(0, 120).Select(number => new FrameTime(number * 512, 512));
        Assert.EndsWith(sentence, Assert.Throws<MediaException>(() => Plan(0, 8, frames, hasEnd: hasEnd)).Message, StringComparison.Ordinal);
    }

    private static CutPlan Plan(double start, double end, IEnumerable<FrameTime> frames, double fade = 3, double startTime = 0, bool hasEnd = true)
        => CutPlan.Of(Recording(startTime), Range(start, end, fade) with { HasEnd = hasEnd }, [.. frames]);

    private static CutRange Range(double start, double end, double fade = 3) => new(TimeSpan.FromSeconds(start), TimeSpan.FromSeconds(end), TimeSpan.FromSeconds(fade));

    private static MediaInfo Recording(double startTime) => new()
    {
        Path = "/recordings/talk.mp4",
        Bytes = 1,
        Container = "mov,mp4,m4a,3gp,3g2,mj2",
        Duration = TimeSpan.FromSeconds(8),
        StartTime = TimeSpan.FromSeconds(startTime),
        Video =
        [
            new VideoTrack
            {
                Index = 0, Codec = "h264", Width = 320, Height = 180, FrameRate = new Rational(30, 1), TimeBase = new Rational(1, 15360), Rotation = 0, ReorderDepth = 2,
            },
        ],
        Audio = [],
    };
}
