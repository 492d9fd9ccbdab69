namespace Reelway.Media.Tests;

public sealed class BumperTests
{
    /// <summary>Ticks of a frame at 30 per second, time base 1/15360.</summary>
    private const long Frame = 512;

    [Fact]
    public void A_bumper_has_whole_frames_of_the_talks_rate()
    {
        var bumper = Of(seconds: 2.49, new Rational(30000, 1001), new Rational(1, 30000));
        Assert.Equal(75, bumper.Frames);
        Assert.Equal([0, 1001, 2002], bumper.Times.Take(3));
        Assert.Equal(75 * 1001, bumper.Ticks);
    }

    [Fact]
    public void Times_that_a_container_keeps_in_milliseconds_do_not_drift()
    {
        var bumper = Of(seconds: 100, new Rational(30, 1), new Rational(1, 1000));
        Assert.Equal([0, 33, 67, 100], bumper.Times.Take(4));
        Assert.Equal(100_000, bumper.Ticks);
    }

    [Theory]
    [InlineData(2, 2 * Frame, 0)]
    [InlineData(0, 0, 0)]
    [InlineData(2, 3 * Frame, 1)]
    [InlineData(2, 100 * Frame, (97 * Frame) + 1)]
    public void An_intro_is_decoded_earlier_where_the_talk_begins_slowly(int reorder, long reach, long earlier)
    {
        var bumper = Of(seconds: 2, new Rational(30, 1), new Rational(1, 15360));
        Assert.Equal(earlier, bumper.EarlierTicks(reach, reorder));

        // The last of the intro is decoded before the first of the talk.
        Assert.True(bumper.At(bumper.Frames - 1 - reorder) - earlier < bumper.Ticks - reach);
    }

    [Theory]
    [InlineData(2, 3 * Frame, 2)]
    [InlineData(2, 2 * Frame, 0)]
    [InlineData(1, 2 * Frame, 1)]
    public void An_outro_reorders_nothing_where_the_talk_ends_quickly(int reorder, long reach, int reordered)
        => Assert.Equal(reordered, Of(seconds: 2, new Rational(30, 1), new Rational(1, 15360)).ReorderAfter(reach, reorder));

    [Fact]
    public void A_flash_is_refused()
    {
        var fault = Assert.Throws<MediaException>(() => Of(seconds: 0.1, new Rational(30, 1), new Rational(1, 15360)));
        Assert.Equal((MediaFaultKind.BadSetting, "media.intro: intro.mp4 is shorter than 4 frames; name a longer clip."), (fault.Kind, fault.Message));
    }

    private static Bumper Of(double seconds, Rational rate, Rational timeBase)
    {
        var video = new VideoTrack { Index = 0, Codec = "h264", Width = 320, Height = 180, FrameRate = rate, TimeBase = timeBase, Rotation = 0, ReorderDepth = 2 };
        var file = new MediaInfo
        {
            Path = "/clips/intro.mp4",
            Bytes = 1,
            Container = "mov,mp4,m4a,3gp,3g2,mj2",
            Duration = TimeSpan.FromSeconds(seconds),
            StartTime = TimeSpan.Zero,
            Video = [video with { FrameRate = new Rational(25, 1) }],
            Audio = [],
        };
        return Bumper.Of("media.intro", file, video);
    }
}
