using System.Globalization;
using Reelway.Posts.Repeating;

namespace Reelway.Tests.Posts;

public sealed class RepeatRuleTests
{
    [Theory]
    // Nine o'clock stays nine o'clock, whatever the clock does.
    [InlineData("Europe/Prague", "FREQ=WEEKLY;BYDAY=SU", "2027-03-21T09:00", "2027-03-21T08:00 2027-03-28T07:00 2027-04-04T07:00")]
    [InlineData("America/New_York", "FREQ=DAILY", "2027-11-06T09:00", "2027-11-06T13:00 2027-11-07T14:00 2027-11-08T14:00")]
    // A time that the clock leaves out is at the gap's end, and half an hour is all that Lord Howe leaves out.
    [InlineData("Europe/Prague", "FREQ=DAILY", "2027-03-27T02:30", "2027-03-27T01:30 2027-03-28T01:00 2027-03-29T00:30")]
    [InlineData("Australia/Lord_Howe", "FREQ=DAILY", "2027-10-02T02:15", "2027-10-01T15:45 2027-10-02T15:30 2027-10-03T15:15")]
    // One that comes twice is taken the first time.
    [InlineData("America/New_York", "FREQ=DAILY", "2027-11-06T01:30", "2027-11-06T05:30 2027-11-07T05:30 2027-11-08T06:30")]
    public void A_rule_is_followed_on_the_clock_of_its_zone(string zone, string rule, string first, string expected)
        => Assert.Equal(expected, string.Join(' ', Rule(rule, first, zone).Times().Take(3).Select(time => time.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture))));

    [Fact]
    public void A_month_without_such_a_day_is_skipped_and_named()
    {
        var rule = Rule("FREQ=MONTHLY", "2027-01-31T10:00", "Europe/Prague");
        IReadOnlyList<RepeatTime> times = [.. rule.Times().Take(3)];

        Assert.Equal([1, 3, 5], times.Select(time => time.Local.Month));
        Assert.Equal(["2027-02 is skipped: it has no such day.", "2027-04 is skipped: it has no such day."], rule.Notes(times));
    }

    [Fact]
    public void A_time_that_the_clock_leaves_out_is_named_with_when_it_goes_out()
    {
        var rule = Rule("FREQ=YEARLY", "2027-03-28T02:30", "Europe/Prague");

        Assert.Equal("2027-03-28T02:30 is left out by the clock of Europe/Prague: it goes out at 03:00.", Assert.Single(rule.Notes([.. rule.Times().Take(2)])));
    }

    [Fact]
    public void A_leap_day_comes_every_four_years_and_the_years_between_are_named()
    {
        var rule = Rule("FREQ=YEARLY", "2028-02-29T10:00", "Europe/Prague");
        IReadOnlyList<RepeatTime> times = [.. rule.Times().Take(2)];

        Assert.Equal([2028, 2032], times.Select(time => time.Local.Year));
        Assert.Equal(["2029 is skipped: it has no such day.", "2030 is skipped: it has no such day.", "2031 is skipped: it has no such day."], rule.Notes(times));
    }

    [Theory]
    [InlineData("")]
    [InlineData("every tuesday")]
    [InlineData("FREQ=HOURLY")]
    [InlineData("FREQ=WEEKLY;BYDAY=XX")]
    [InlineData("FREQ=DAILY;INTERVAL=0")]
    [InlineData("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31")]
    public void What_is_no_such_rule_is_refused_with_what_one_looks_like(string rule)
        => Assert.Contains("Must be a rule such as FREQ=WEEKLY;BYDAY=TU,TH", Assert.Throws<FormatException>(() => Rule(rule, "2027-01-31T10:00", "Europe/Prague")).Message, StringComparison.Ordinal);

    private static RepeatRule Rule(string rule, string first, string zone)
        => RepeatRule.Parse(rule, DateTime.Parse(first, CultureInfo.InvariantCulture), TimeZoneInfo.FindSystemTimeZoneById(zone));
}
