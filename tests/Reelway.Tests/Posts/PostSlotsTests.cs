using System.Globalization;
using Reelway.Posts;

namespace Reelway.Tests.Posts;

public sealed class PostSlotsTests
{
    private static readonly TimeZoneInfo Prague = TimeZoneInfo.FindSystemTimeZoneById("Europe/Prague");

    [Fact]
    public void Slots_follow_each_other_on_the_clock_of_the_zone()
        => Assert.Equal(
            ["2026-12-01T08:00", "2026-12-01T17:30", "2026-12-02T17:30", "2026-12-03T08:00"],
            Next(["Tue,Thu 09:00", "daily 18:30"], "2026-12-01T07:00Z", Prague, 4));

    [Theory]
    // The clock goes from 2:00 to 3:00: what would be at half past two is at three, and the day after at half past two again.
    [InlineData("Europe/Prague", "2027-03-27T12:00Z", "2027-03-28T01:00", "2027-03-29T00:30")]
    // From 2:00 to 3:00 in March.
    [InlineData("America/New_York", "2027-03-13T12:00Z", "2027-03-14T07:00", "2027-03-15T06:30")]
    // From 3:00 back to 2:00: half past two comes twice, and the post goes out at the first.
    [InlineData("Europe/Prague", "2027-10-30T12:00Z", "2027-10-31T00:30", "2027-11-01T01:30")]
    // Lord Howe goes by half hours, back from 2:00 to 1:30 in April; half past two comes once.
    [InlineData("Australia/Lord_Howe", "2027-04-03T12:00Z", "2027-04-03T16:00", "2027-04-04T16:00")]
    // And from 2:00 to 2:30 in October: half past two is the end of the gap.
    [InlineData("Australia/Lord_Howe", "2027-10-02T12:00Z", "2027-10-02T15:30", "2027-10-03T15:30")]
    public void A_clock_change_neither_doubles_nor_skips_a_slot(string zone, string after, string first, string second)
        => Assert.Equal([first, second], Next(["daily 02:30"], after, TimeZoneInfo.FindSystemTimeZoneById(zone), 2));

    [Fact]
    public void Slots_that_end_up_at_the_end_of_one_gap_are_one()
        => Assert.Equal(["2027-03-28T01:00", "2027-03-29T00:10"], Next(["daily 02:10", "Sun 02:40", "Sun 03:00"], "2027-03-28T00:00Z", Prague, 2));

    [Theory]
    [InlineData("09:00")]
    [InlineData("Mo 09:00")]
    [InlineData("daily 25:00")]
    [InlineData("daily 9:00 pm")]
    [InlineData("Mon,,Tue 09:00")]
    public void What_is_no_slot_is_refused_with_what_one_looks_like(string text)
        => Assert.Contains("write daily 18:00, Mon 09:00 or Tue,Thu 12:30", Assert.Throws<FormatException>(() => PostSlots.Parse([text])).Message, StringComparison.Ordinal);

    private static IEnumerable<string> Next(IEnumerable<string> slots, string after, TimeZoneInfo zone, int count)
        => PostSlots.Parse(slots).After(DateTimeOffset.Parse(after, CultureInfo.InvariantCulture), zone).Take(count)
            .Select(slot => slot.UtcDateTime.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture));
}
