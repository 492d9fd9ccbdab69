namespace Reelway.Media.Tests;

public sealed class PosterChoiceTests
{
    [Fact]
    public void The_brightest_of_the_sharper_half_is_taken()
    {
        var choice = PosterChoice.Of([Look(1, 250, 50, 10), Look(2, 90, 50, 500), Look(3, 120, 50, 400), Look(4, 200, 50, 20)]);
        Assert.Equal(3, choice.Look.At.TotalSeconds);
        Assert.Null(choice.Remark);
        Assert.Equal("the brightest (47 %) of the sharper half of 4 frames looked at", choice.Reason);
    }

    [Fact]
    public void A_black_frame_and_a_flash_are_never_taken_while_there_is_another()
    {
        var choice = PosterChoice.Of([Look(1, 2, 1, 900), Look(2, 255, 0, 0), Look(3, 30, 8, 1)]);
        Assert.Equal(3, choice.Look.At.TotalSeconds);
        Assert.EndsWith("of 3 frames looked at, of which 2 were black or empty", choice.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_equals_the_earliest_is_taken_whatever_their_order()
        => Assert.Equal(4, PosterChoice.Of([Look(9, 99, 50, 5), Look(4, 99, 50, 5)]).Look.At.TotalSeconds);

    [Fact]
    public void Of_nothing_but_black_the_least_black_is_taken_with_a_remark()
    {
        var choice = PosterChoice.Of([Look(1, 0, 0, 0), Look(2, 9, 3, 1), Look(3, 12, 0, 0)]);
        Assert.Equal(2, choice.Look.At.TotalSeconds);
        Assert.Contains("black", choice.Remark, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(600, 3, 3, 200)]
    [InlineData(6, 3, 3, 3)]
    [InlineData(9, 1, 1, 3)]
    [InlineData(7, 3, 3, 4)]
    [InlineData(1, 3, 0.5, 0.5)]
    public void The_window_is_the_first_third_behind_the_fade_or_what_lies_between_the_fades(double length, double fade, double from, double until)
    {
        var window = PosterWindow.Of(new CutRange(TimeSpan.FromSeconds(100), TimeSpan.FromSeconds(100 + length), TimeSpan.FromSeconds(fade)));
        Assert.Equal((from, until), (window.From.TotalSeconds - 100, window.Until.TotalSeconds - 100));
    }

    [Theory]
    [InlineData(6000, 12, 30)]
    [InlineData(120, 12, 10)]
    [InlineData(5, 5, 1)]
    [InlineData(0.5, 1, 0.5)]
    [InlineData(0, 1, 1)]
    public void Places_are_as_many_however_long_the_window_is(double seconds, int count, double within)
    {
        var places = new PosterWindow(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3 + seconds)).Places(12).ToList();
        Assert.Equal(count, places.Count);
        Assert.Equal(3, places[0].From.TotalSeconds);
        Assert.All(places, place => Assert.Equal(within, place.Within.TotalSeconds));
        Assert.All(places.Zip(places.Skip(1)), pair => Assert.True(pair.First.From + pair.First.Within <= pair.Second.From));
    }

    private static FrameLook Look(double at, double brightness, double contrast, double sharpness)
        => new(TimeSpan.FromSeconds(at), true, new FrameMeasure(brightness, contrast, sharpness));
}
