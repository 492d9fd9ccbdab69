using System.Globalization;
using Reelway.Frame.Schedules;

namespace Reelway.Tests.Frame.Schedules;

/// <summary>The slots of rules. In Europe/Prague clocks go forward at 2027-03-28T01:00Z (02:00 to 03:00) and back at 2027-10-31T01:00Z (03:00 to 02:00).</summary>
public sealed class ScheduleRuleTests
{
    [Theory]
    // A time of day that is skipped falls to the end of the gap, once; the next is an ordinary one.
    [InlineData("cron 30 2 * * 0 Europe/Prague", "2027-03-27T12:00Z", "2027-03-28T01:00Z", "2027-04-04T00:30Z")]
    [InlineData("daily 02:30 Europe/Prague", "2027-03-27T12:00Z", "2027-03-28T01:00Z", "2027-03-29T00:30Z")]
    [InlineData("daily 02:30 America/New_York", "2027-03-14T05:00Z", "2027-03-14T07:00Z", "2027-03-15T06:30Z")]
    // One that comes twice is due at the first.
    [InlineData("daily 02:30 Europe/Prague", "2027-10-30T12:00Z", "2027-10-31T00:30Z", "2027-11-01T01:30Z")]
    [InlineData("cron 0 2 * * 0 Europe/Prague", "2027-10-30T12:00Z", "2027-10-31T00:00Z", "2027-11-07T01:00Z")]
    [InlineData("daily 01:30 America/New_York", "2027-11-07T04:00Z", "2027-11-07T05:30Z", "2027-11-08T06:30Z")]
    // Asked between the two, it has been.
    [InlineData("cron 0 2 * * 0 Europe/Prague", "2027-10-31T00:30Z", "2027-11-07T01:00Z")]
    // What repeats within the hour goes on through both hours, and has nothing in the gap.
    [InlineData("cron */30 * * * * Europe/Prague", "2027-10-31T00:15Z", "2027-10-31T00:30Z", "2027-10-31T01:00Z", "2027-10-31T01:30Z", "2027-10-31T02:00Z")]
    [InlineData("cron */30 * * * * Europe/Prague", "2027-03-28T00:15Z", "2027-03-28T00:30Z", "2027-03-28T01:00Z", "2027-03-28T01:30Z")]
    // A length of time knows no clock changes.
    [InlineData("every 1h", "2027-10-31T00:15Z", "2027-10-31T01:00Z", "2027-10-31T02:00Z")]
    [InlineData("every 1h", "2027-03-28T00:15Z", "2027-03-28T01:00Z", "2027-03-28T02:00Z")]
    [InlineData("every 5m", "2027-01-01T10:05Z", "2027-01-01T10:10Z", "2027-01-01T10:15Z")]
    // The midnight after the change is not lost.
    [InlineData("cron 0 0 * * * Europe/Prague", "2027-03-27T23:30Z", "2027-03-28T22:00Z")]
    // Day and weekday must both match: a 29 February that is a Sunday.
    [InlineData("cron 0 2 29 2 0", "2027-01-01T00:00Z", "2032-02-29T02:00Z", "2060-02-29T02:00Z")]
    [InlineData("cron 0 0 31 * *", "2027-01-31T12:00Z", "2027-03-31T00:00Z", "2027-05-31T00:00Z")]
    public void A_rule_has_these_slots(string text, string after, params string[] slots)
    {
        Assert.True(ScheduleRule.TryParse(text, out var rule, out var problem), problem);
        Assert.Equal(slots, rule.After(Time(after)).Take(slots.Length).Select(slot => slot.ToString("yyyy-MM-ddTHH:mm'Z'", CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("every 5m", "every 5m")]
    [InlineData("every 1h 30m", "every 1h30m")]
    [InlineData("daily 3:05", "daily 03:05 UTC")]
    [InlineData("daily 03:30 Europe/Prague", "daily 03:30 Europe/Prague")]
    [InlineData("cron  30 2 * *   MON-FRI", "cron 30 2 * * MON-FRI UTC")]
    public void A_rule_is_written_as_it_is_read(string text, string shown)
    {
        Assert.True(ScheduleRule.TryParse(text, out var rule, out _));
        Assert.Equal(shown, rule.Text);
        Assert.True(ScheduleRule.TryParse(rule.Text, out var again, out _));
        Assert.Equal(shown, again.Text);
    }

    [Theory]
    [InlineData("cron 0 0 30 2 *", "never fires: no day matches all of its fields.")]
    [InlineData("cron 61 * * * *", "is not a cron text (minute, hour, day, month, weekday): ")]
    [InlineData("cron * * *", "must have five fields (minute, hour, day, month, weekday) and then a time zone, such as cron 30 2 * * 0 Europe/Prague.")]
    [InlineData("cron 0 2 * * 0 Europe/Atlantis", "names the time zone \"Europe/Atlantis\", which this machine does not know; write one like Europe/Prague, or install tzdata.")]
    [InlineData("daily 03:30 ../etc/passwd", "names the time zone \"../etc/passwd\", which this machine does not know")]
    [InlineData("daily 25:00", "must name a time of day, such as daily 03:30 Europe/Prague.")]
    [InlineData("every", "must name a duration, such as every 5m.")]
    [InlineData("every now and then", "must name a duration, such as every 5m.")]
    [InlineData("every 0s", "must be every 1s to every 366d, in whole seconds.")]
    [InlineData("every 1500ms", "must be every 1s to every 366d, in whole seconds.")]
    [InlineData("sometimes", "is not a time to run at; write every 5m, daily 03:30 Europe/Prague, cron 30 2 * * 0 Europe/Prague or off.")]
    [InlineData("", "is not a time to run at; write every 5m, daily 03:30 Europe/Prague, cron 30 2 * * 0 Europe/Prague or off.")]
    public void What_is_no_rule_is_refused_with_a_sentence(string text, string sentence)
    {
        Assert.False(ScheduleRule.TryParse(text, out _, out var problem));
        Assert.StartsWith(sentence, problem, StringComparison.Ordinal);
        Assert.EndsWith(".", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_time_that_is_no_minute_of_the_day_can_not_be_declared()
        => Assert.Throws<ArgumentOutOfRangeException>(() => Daily.At(24, 0, "UTC"));

    internal static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
