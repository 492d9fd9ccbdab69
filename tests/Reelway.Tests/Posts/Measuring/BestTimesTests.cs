using Reelway.Posts.Measuring;

namespace Reelway.Tests.Posts.Measuring;

public sealed class BestTimesTests
{
    private static readonly TimeZoneInfo Prague = TimeZoneInfo.FindSystemTimeZoneById("Europe/Prague");

    // A Tuesday, 18:00 in Prague.
    private static readonly DateTimeOffset Tuesday = new(2026, 12, 1, 17, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_hour_whose_posts_do_best_is_first_and_says_why()
    {
        var best = BestTimes.Of([.. Posts(Tuesday, 10, 30), .. Posts(Tuesday.AddDays(1), 10, 10)], Prague, campaign: null);

        // (10 × 30 + 4 × 20) / 14 = 27.1, of 20 on average.
        Assert.Equal("Tuesday 18:00, from 10 posts: 1.4 times the account's average", best[0].Sentence);
        Assert.Equal([DayOfWeek.Tuesday, DayOfWeek.Wednesday], best.Select(hour => hour.Day));
    }

    [Fact]
    public void A_lucky_single_post_is_no_better_than_an_hour_that_keeps_doing_well()
    {
        var best = BestTimes.Of([.. Posts(Tuesday, 20, 30), .. Posts(Tuesday.AddDays(1), 1, 50), .. Posts(Tuesday.AddDays(2), 20, 10)], Prague, campaign: null);

        Assert.Equal(DayOfWeek.Tuesday, best[0].Day);
    }

    [Fact]
    public void A_campaigns_own_posts_count_first()
    {
        IReadOnlyList<PastPost> history = [.. Posts(Tuesday, 10, 30), .. Posts(Tuesday.AddDays(1), 10, 10, "spring"), .. Posts(Tuesday.AddDays(1), 20, 80, "autumn"), .. Posts(Tuesday, 20, 60, "spring")];

        Assert.Equal(DayOfWeek.Wednesday, BestTimes.Of(history, Prague, campaign: null)[0].Day);
        var spring = BestTimes.Of(history, Prague, "spring")[0];
        Assert.Equal((DayOfWeek.Tuesday, 20), (spring.Day, spring.OfCampaign));
    }

    [Fact]
    public void Of_too_few_posts_and_of_posts_that_nobody_saw_nothing_is_said()
    {
        Assert.Empty(BestTimes.Of([.. Posts(Tuesday, BestTimes.Fewest - 1, 30)], Prague, campaign: null));
        Assert.Empty(BestTimes.Of([.. Posts(Tuesday, 20, 0)], Prague, campaign: null));
    }

    [Fact]
    public void The_next_best_hour_is_one_that_no_other_post_has()
    {
        var best = BestTimes.Of([.. Posts(Tuesday, 10, 30), .. Posts(Tuesday.AddDays(1), 10, 10)], Prague, campaign: null);
        var now = Tuesday.AddDays(-1);

        Assert.Equal(Tuesday, BestTimes.Next(best, now, Prague, [])!.Value.At);
        Assert.Equal(Tuesday.AddDays(1), BestTimes.Next(best, now, Prague, [Tuesday.AddMinutes(20)])!.Value.At);
        Assert.Null(BestTimes.Next(best, now, Prague, [Tuesday, Tuesday.AddDays(1)]));
    }

    [Fact]
    public void The_best_hour_is_one_of_the_accounts_clock_also_after_a_clock_change()
    {
        // Eighteen o'clock in Prague is 17:00 in winter and 16:00 in summer.
        var best = BestTimes.Of([.. Posts(Tuesday, 10, 30)], Prague, campaign: null);

        Assert.Equal(new DateTimeOffset(2027, 3, 30, 16, 0, 0, TimeSpan.Zero), BestTimes.Next(best, new(2027, 3, 27, 12, 0, 0, TimeSpan.Zero), Prague, [])!.Value.At);
    }

    private static IEnumerable<PastPost> Posts(DateTimeOffset at, int count, double value, string? campaign = null) => Enumerable.Range(0, count).Select(week => new PastPost(campaign, at.AddDays(-7 * (week % 5)), value));
}
