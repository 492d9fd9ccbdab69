using FsCheck;
using FsCheck.Fluent;
using Reelway.Talks.Sheets;

namespace Reelway.Tests.Talks.Sheets;

public sealed class DayPartTests
{
    [Theory]
    [InlineData("0.0208333", "00:30:00")]
    [InlineData("0,0208333", "00:30:00")]
    [InlineData("0.0416667", "01:00:00")]
    [InlineData("0.020833", "00:30:00")]
    [InlineData("0.020833333", "00:30:00")]
    [InlineData("0.0208333333333333", "00:30:00")]
    [InlineData("0.020833333333333332", "00:30:00")]
    [InlineData("0.0416666", "01:00:00")]
    [InlineData("0.000520833333", "00:00:45")]
    [InlineData("0.01389467593", "00:20:00.5")]
    [InlineData(" 0.9583333 ", "23:00:00")]
    public void Many_decimals_that_come_out_at_whole_seconds_are_a_part_of_a_day(string text, string time)
    {
        var part = DayPart.In(text);
        Assert.NotNull(part);
        Assert.True(part.IsCertain);
        Assert.Equal(time, SheetTime.Format(part.Time));
    }

    [Theory]
    [InlineData("0.5", "00:00:00.5", "12:00:00")]
    [InlineData("0,5", "00:00:00.5", "12:00:00")]
    [InlineData("0.0625", "00:00:00.0625", "01:30:00")]
    [InlineData("0.02", "00:00:00.02", "00:28:48")]
    [InlineData("0.040000", "00:00:00.04", "00:57:36")]
    [InlineData("0.041708", "00:00:00.041708", "01:00:03.571")]
    [InlineData("1.0208333333", "00:00:01.0208333", "24:30:00")]
    public void What_may_be_seconds_too_is_both(string text, string seconds, string day)
    {
        var part = DayPart.In(text);
        Assert.NotNull(part);
        Assert.False(part.IsCertain);
        Assert.Equal((seconds, day), (SheetTime.Format(part.Seconds), SheetTime.Format(part.Time)));
    }

    [Theory]
    [InlineData("90.5")]
    [InlineData("3723.123456")]
    [InlineData("3723.4500000000003")]
    [InlineData("0")]
    [InlineData("0.0")]
    [InlineData("0,000")]
    [InlineData("0:00.5")]
    [InlineData("00:00:00.0208333")]
    [InlineData("-0.0208333")]
    [InlineData("2.08333E-02")]
    [InlineData("")]
    public void What_can_only_be_seconds_or_nothing_is_no_part_of_a_day(string text) => Assert.Null(DayPart.In(text));

    [Fact]
    public void A_duration_comes_back_from_however_many_decimals_a_spreadsheet_shows()
        => Prop.ForAll<PositiveInt, PositiveInt>((seconds, more) =>
        {
            var time = TimeSpan.FromSeconds(seconds.Get % 86_399 + 1);
            var decimals = 7 + (more.Get % 9);
            var text = ((decimal)time.TotalSeconds / 86_400).ToString($"F{decimals}", System.Globalization.CultureInfo.InvariantCulture);
            return DayPart.In(text) is { } part && (part.Time == time || !part.IsCertain);
        }).QuickCheckThrowOnFailure();
}
