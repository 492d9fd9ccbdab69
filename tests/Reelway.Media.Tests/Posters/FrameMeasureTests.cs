namespace Reelway.Media.Tests;

public sealed class FrameMeasureTests
{
    [Fact]
    public void A_picture_of_one_colour_has_brightness_and_nothing_else()
    {
        var measure = FrameMeasure.Of(Grey(8, 6, static (_, _) => 200), 8);
        Assert.Equal((200, 0, 0), (measure.Brightness, measure.Contrast, measure.Sharpness));
        Assert.False(measure.IsUsable);
    }

    [Fact]
    public void Steep_edges_are_sharper_than_the_same_picture_blurred()
    {
        var sharp = Grey(40, 30, static (column, _) => column / 4 % 2 == 0 ? 40 : 200);
        var blurred = Grey(40, 30, static (column, _) => (int)(120 + (80 * Math.Sin(column * Math.PI / 4))));
        var (one, other) = (FrameMeasure.Of(sharp, 40), FrameMeasure.Of(blurred, 40));
        Assert.True(one.Sharpness > 3 * other.Sharpness, $"{one} {other}");
        Assert.True(one.IsUsable && other.IsUsable);
    }

    [Fact]
    public void Black_with_noise_is_still_black()
        => Assert.False(FrameMeasure.Of(Grey(64, 36, static (column, row) => ((column * 7) + (row * 13)) % 20), 64).IsUsable);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    public void Pictures_too_small_for_an_edge_have_none(int width, int height)
        => Assert.Equal(0, FrameMeasure.Of(Grey(width, height, static (column, _) => column * 100), width).Sharpness);

    [Fact]
    public void Bytes_that_make_no_whole_rows_are_refused()
    {
        Assert.Throws<ArgumentException>(() => FrameMeasure.Of(new byte[7], 2));
        Assert.Throws<ArgumentException>(() => FrameMeasure.Of([], 2));
    }

    private static byte[] Grey(int width, int height, Func<int, int, int> level)
        => [.. Enumerable.Range(0, width * height).Select(point => (byte)level(point % width, point / width))];
}
