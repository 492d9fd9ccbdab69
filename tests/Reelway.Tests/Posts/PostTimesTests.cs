using Reelway.Posts;

namespace Reelway.Tests.Posts;

public sealed class PostTimesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2023-10-23T08:48:00", "2023-10-23T08:48:00")]
    [InlineData("2023-10-23T08:48", "2023-10-23T08:48:00")]
    [InlineData("2023-10-23T08:48:00Z", "2023-10-23T08:48:00")]
    [InlineData("2023-10-23T08:48:00+02:00", "2023-10-23T06:48:00")]
    [InlineData("2023-10-23T08:48:00.5-05:30", "2023-10-23T14:18:00.500")]
    public void A_time_without_a_zone_is_UTC_and_an_offset_is_honoured(string text, string expected)
        => Assert.Equal(expected, PostTimes.Write(PostTimes.Read(text)!.Value));

    [Theory]
    [InlineData("")]
    [InlineData("tomorrow")]
    [InlineData("2023-10-23")]
    [InlineData("2023-10-23 08:48:00")]
    [InlineData("23.10.2023T08:48")]
    [InlineData("2023-13-23T08:48:00")]
    [InlineData("2023-02-30T08:48:00")]
    [InlineData("2023-10-23T25:48:00")]
    [InlineData("2023-10-23T08:48:00\n")]
    public void What_is_no_time_is_none(string text) => Assert.Null(PostTimes.Read(text));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.5, 240)]
    [InlineData(0.999999, 479)]
    public void Alone_it_goes_out_anywhere_in_its_window(double chance, int seconds)
        => Assert.Equal(seconds, Math.Floor((PostTimes.Draw(Noon, TimeSpan.FromMinutes(8), TimeSpan.Zero, [], chance) - Noon).TotalSeconds));

    [Theory]
    // Two minutes away from one at 12:04: 12:00 to 12:02 and 12:06 to 12:08 are free.
    [InlineData(0, 0)]
    [InlineData(0.25, 60)]
    [InlineData(0.75, 420)]
    public void It_keeps_away_from_others(double chance, int seconds)
        => Assert.Equal(seconds, (PostTimes.Draw(Noon, TimeSpan.FromMinutes(8), TimeSpan.FromMinutes(2), [Noon.AddMinutes(4)], chance) - Noon).TotalSeconds);

    [Fact]
    public void Where_the_window_has_no_room_it_goes_out_as_soon_as_there_is_some()
    {
        var others = new[] { Noon.AddMinutes(-1), Noon.AddMinutes(2), Noon.AddMinutes(5) };

        Assert.Equal(Noon.AddMinutes(7), PostTimes.Draw(Noon, TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(2), others, 0.5));
    }

    [Fact]
    public void Without_a_window_it_goes_out_on_the_second()
        => Assert.Equal(Noon, PostTimes.Draw(Noon, TimeSpan.Zero, TimeSpan.FromMinutes(1), [Noon.AddMinutes(5)], 0.7));
}
