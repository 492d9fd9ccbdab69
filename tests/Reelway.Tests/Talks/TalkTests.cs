using Reelway.Engine;
using Reelway.Talks;

namespace Reelway.Tests.Talks;

public sealed class TalkTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Empty_cells_mean_the_whole_recording() => Assert.Equal((TimeSpan.Zero, Minute), Talk("", "").Span(Minute));

    [Theory]
    [InlineData("10", "10", "column \"End\": \"10\" is not after the start, 00:00:10")]
    [InlineData("0:30", "0:10", "column \"End\": \"0:10\" is not after the start, 00:00:30")]
    [InlineData("", "0", "column \"End\": \"0\" is not after the start, 00:00:00")]
    [InlineData("now", "0:10", "column \"Start\": \"now\" is not a time")]
    [InlineData("10", "1:99", "column \"End\": \"1:99\" is not a time")]
    [InlineData("12:30:00 AM", "", "column \"Start\": \"12:30:00 AM\" is a time of day, and not how far into the recording; write hh:mm:ss")]
    [InlineData("1:02 p.m.", "", "column \"Start\": \"1:02 p.m.\" is a time of day")]
    [InlineData("-0:05", "", "column \"Start\": \"-0:05\" is negative; write")]
    [InlineData("\u22120.0208333", "", "column \"Start\": \"\u22120.0208333\" is negative")]
    [InlineData("1899-12-30T00:30:00.000Z", "", "column \"Start\": \"1899-12-30T00:30:00.000Z\" is not a time")]
    [InlineData("0.5", "", "column \"Start\": \"0.5\" may mean 00:00:00.5 or, as spreadsheets keep durations, the part of a day that is 12:00:00; write the one that is meant")]
    [InlineData("1,800", "", "column \"Start\": \"1,800\" may mean 00:00:01.8 or, with a comma between thousands, 00:30:00; write the one")]
    [InlineData("0.0006944444", "0.0013", "column \"Start\": \"0.0006944444\" is a part of a day, 00:01:00, and lies beyond the recording")]
    [InlineData("1:00", "", "column \"Start\": \"1:00\" lies beyond the recording, which is 00:01:00 long")]
    [InlineData("10", "1:01", "column \"End\": \"1:01\" lies beyond the recording, which is 00:01:00 long")]
    public void Nonsense_is_a_permanent_fault_that_names_row_and_cell(string start, string end, string expected)
    {
        var fault = Assert.Throws<FaultException>(() => Talk(start, end).Span(Minute)).Fault;
        Assert.Equal(FaultKind.Permanent, fault.Kind);
        Assert.StartsWith($"talks.csv row 7, {expected}", fault.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void An_end_in_whole_seconds_may_exceed_the_recording_by_less_than_one()
        => Assert.Equal(
            (TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(59.96)), Talk("10", "1:00").Span(TimeSpan.FromSeconds(59.96)));

    [Fact]
    public void A_part_of_a_day_says_what_the_other_cell_of_its_row_is()
        => Assert.Equal((TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(90)), Talk("0.0208333", "0.0625").Span(TimeSpan.FromHours(2)));

    private static Talk Talk(string start, string end) => new(
        "Owls", "Main", "", [], "", "", new TimeCell(start, "talks.csv row 7, column \"Start\""),
        new TimeCell(end, "talks.csv row 7, column \"End\""));
}
