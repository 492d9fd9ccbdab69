using FsCheck;
using FsCheck.Fluent;
using Reelway.Talks.Sheets;

namespace Reelway.Tests.Talks.Sheets;

public sealed class SheetTimeTests
{
    [Theory]
    [InlineData("1:02:03", 3723)]
    [InlineData("01:02:03.25", 3723.25)]
    [InlineData("62:03", 3723)]
    [InlineData("0:07", 7)]
    [InlineData("3723", 3723)]
    [InlineData(" 90.5 ", 90.5)]
    [InlineData("90,5", 90.5)]
    [InlineData("00:00:00", 0)]
    [InlineData("25:00:00", 90000)]
    public void Times_are_read_in_all_their_forms(string text, double seconds)
    {
        Assert.True(SheetTime.TryParse(text, out var time));
        Assert.Equal(TimeSpan.FromSeconds(seconds), time);
    }

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("-5")]
    [InlineData("1:60:00")]
    [InlineData("1:75")]
    [InlineData("1:02:03:04")]
    [InlineData("1:2:3.")]
    [InlineData("1e9")]
    [InlineData("NaN")]
    [InlineData("9999999")]
    [InlineData("99999999999999999999")]
    [InlineData("١٢")]
    [InlineData("1:02 pm")]
    public void What_is_no_time_is_refused(string text) => Assert.False(SheetTime.TryParse(text, out _));

    [Fact]
    public void A_written_time_is_read_back()
        => Prop.ForAll<PositiveInt, NonNegativeInt>((seconds, ticks) =>
        {
            var time = TimeSpan.FromTicks((seconds.Get % 3_600_000L * TimeSpan.TicksPerSecond) + (ticks.Get % TimeSpan.TicksPerSecond));
            return SheetTime.TryParse(SheetTime.Format(time), out var read) && read == time;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_text_is_read_or_refused()
        => Prop.ForAll<NonNull<string>>(text => !SheetTime.TryParse(text.Get, out var time) || time >= TimeSpan.Zero).QuickCheckThrowOnFailure();
}
