namespace Reelway.Media.Tests;

public sealed class CutPlanTests
{
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
        var frames = Enumerable.Range(0, 3).Select(number => new FrameTime(number * 5 * 15360, 5 * 15360));
        var plan = Plan(0, 7, frames);
        Assert.Equal((5 * 15360L, 7m), (plan.LastPts, plan.DurationSeconds));
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
    {
        var info = new MediaInfo
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
        return CutPlan.Of(info, new CutRange(TimeSpan.FromSeconds(start), TimeSpan.FromSeconds(end), TimeSpan.FromSeconds(fade)) { HasEnd = hasEnd }, [.. frames]);
    }
}
