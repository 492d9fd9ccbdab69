using Reelway.Talks;

namespace Reelway.Tests.Talks;

public sealed class TalkPartTests
{
    private readonly TalksOptions _options = new();

    [Theory]
    [InlineData("0:01", "0:05", 60, "talks.shortest, 00:00:30")]
    [InlineData("00:00:10", "00:00:39.9", 60, "00:00:29.9 is shorter than talks.shortest")]
    [InlineData("1:30", "2:15", 10_800, "\"1:30\" and \"2:15\" may be hours and minutes")]
    [InlineData("1:30", "2:15", 8_100 - 40, "may be hours and minutes")]
    [InlineData("1:30", "", 7_200, "\"1:30\" may be hours and minutes")]
    [InlineData("", "0:45", 3_600, "written as 00:00:00 and 00:00:45")]
    [InlineData("0", "0:45", 3_600, "\"0:45\" may be hours and minutes")]
    [InlineData("00:01:30", "00:02:15", 10_800, "00:00:45 is less of it than talks.smallest_share, 2 %")]
    [InlineData("10:00", "10:45", 3_600, "talks.smallest_share")]
    [InlineData("600", "645", 3_600, "talks.smallest_share")]
    [InlineData("00:10:00", "", 28_800, "07:50:00 is longer than talks.longest, 03:00:00")]
    [InlineData("", "", 28_800, "talks.longest")]
    public void A_talk_that_nobody_plans_is_doubted(string start, string end, double recording, string doubt)
        => Assert.Contains(doubt, Doubt(start, end, recording), StringComparison.Ordinal);

    [Theory]
    [InlineData("", "", 31)]
    [InlineData("0", "", 2_700)]
    [InlineData("0:12", "44:30", 2_700)]
    [InlineData("00:00:12", "", 2_700)]
    [InlineData("12", "", 2_700)]
    [InlineData("5:00", "45:00", 3_600)]
    [InlineData("1:02:03", "1:32:03", 28_800)]
    [InlineData("0:30.5", "1:15.5", 600)]
    [InlineData("75:30", "98:00", 7_200)]
    [InlineData("0:10", "0:45", 600)]
    public void A_talk_as_people_plan_them_is_not(string start, string end, double recording) => Assert.Equal("", Doubt(start, end, recording));

    [Fact]
    public void What_is_set_to_nothing_doubts_nothing()
    {
        (_options.Shortest, _options.Longest, _options.SmallestShare) = (TimeSpan.Zero, TimeSpan.Zero, 0);
        Assert.Equal("", Doubt("1", "2", 3_600));
        Assert.Equal("", Doubt("", "", 86_400));
    }

    [Fact]
    public void A_part_is_the_same_part_when_it_is_written_otherwise()
    {
        Assert.Equal(Part("0:01", "0:05", 60).Key, Part("00:00:01", "5.0", 60).Key);
        Assert.NotEqual(Part("0:01", "0:05", 60).Key, Part("0:01", "0:06", 60).Key);
        Assert.NotEqual(Part("0:01", "", 60).Key, Part("0:01", "", 61).Key);
    }

    private static TalkPart Part(string start, string end, double recording)
    {
        var (from, until) = Talk(start, end).Span(TimeSpan.FromSeconds(recording));
        return new TalkPart(from, until, TimeSpan.FromSeconds(recording));
    }

    private static Talk Talk(string start, string end) => new("Owls", "Main", "", [], "", "", new TimeCell(start, "Start"), new TimeCell(end, "End"));

    private string Doubt(string start, string end, double recording) => Part(start, end, recording).Doubt(Talk(start, end), _options) ?? "";
}
