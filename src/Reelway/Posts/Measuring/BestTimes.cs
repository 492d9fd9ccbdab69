using System.Globalization;

namespace Reelway.Posts.Measuring;

/// <summary>Which hours of the week an account's posts do best in. Computes only: the same history has the same answer.</summary>
/// <remarks>
/// An hour's value is the mean of its posts, drawn towards the account's mean as if <see cref="Weight"/> posts had been average: a lucky single post makes no best hour.
/// Of a campaign, its hours are drawn towards the account's hours in the same way.
/// </remarks>
internal static class BestTimes
{
    /// <summary>As many average posts stand beside each hour's own.</summary>
    public const double Weight = 4;

    /// <summary>Below so many measured posts nothing is said.</summary>
    public const int Fewest = 5;

    /// <summary>All hours that posts went out in, the best first; none when there is too little to go by.</summary>
    /// <param name="history">The account's own posts.</param>
    /// <param name="zone">The zone of its clock.</param>
    /// <param name="campaign">Whose posts count first; null for all alike.</param>
    public static IReadOnlyList<BestHour> Of(IReadOnlyList<PastPost> history, TimeZoneInfo zone, string? campaign)
    {
        var mean = history.Count == 0 ? 0 : history.Average(post => post.Value);
        if (history.Count < Fewest || mean <= 0)
        {
            return [];
        }

        var hours = history.GroupBy(post => HourOf(post.At, zone)).ToDictionary(hour => hour.Key, hour => hour.ToList());
        return [.. hours
            .Select(hour =>
            {
                var account = Shrunk(hour.Value, mean);
                var its = campaign is null ? [] : hour.Value.Where(post => post.Campaign == campaign).ToList();
                return new BestHour((DayOfWeek)(hour.Key / 24), hour.Key % 24, hour.Value.Count, its.Count, (campaign is null ? account : Shrunk(its, account)) / mean);
            })
            .OrderByDescending(hour => hour.Times).ThenBy(hour => hour.Day).ThenBy(hour => hour.Hour)];
    }

    /// <summary>The next beginning of the best hour within a week that is free.</summary>
    /// <param name="taken">When the account's other posts go out.</param>
    /// <returns>Null when there is too little to go by, or no hour is free.</returns>
    public static (DateTimeOffset At, BestHour Hour)? Next(IReadOnlyList<BestHour> best, DateTimeOffset now, TimeZoneInfo zone, IReadOnlyList<DateTimeOffset> taken)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        foreach (var hour in best)
        {
            foreach (var day in Enumerable.Range(0, 8).Select(today.AddDays).Where(day => day.DayOfWeek == hour.Day))
            {
                var at = WallTime.At(day.ToDateTime(new TimeOnly(hour.Hour, 0)), zone);
                if (at > now && at <= now.AddDays(7) && taken.All(other => other < at || other >= at.AddHours(1)))
                {
                    return (at, hour);
                }
            }
        }

        return null;
    }

    private static int HourOf(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone) is var local ? ((int)local.DayOfWeek * 24) + local.Hour : 0;

    private static double Shrunk(List<PastPost> posts, double towards) => (posts.Sum(post => post.Value) + (Weight * towards)) / (posts.Count + Weight);
}

/// <summary>A post that is out and was measured.</summary>
/// <param name="Value">What people did with it: likes, reposts, replies and clicks; else how often it was seen.</param>
internal sealed record PastPost(string? Campaign, DateTimeOffset At, double Value);

/// <summary>An hour of the week on the account's clock.</summary>
/// <param name="Posts">The account's posts that went out in it.</param>
/// <param name="OfCampaign">Those of the campaign among them.</param>
/// <param name="Times">How many times the account's average they come to, with the average posts beside them.</param>
internal sealed record BestHour(DayOfWeek Day, int Hour, int Posts, int OfCampaign, double Times)
{
    /// <summary>The same as a sentence.</summary>
    public string Sentence => string.Create(
        CultureInfo.InvariantCulture,
        $"{Day} {Hour:00}:00, from {Posts} {(Posts == 1 ? "post" : "posts")}{(OfCampaign > 0 ? $", {OfCampaign} of them of the campaign" : "")}: {Times:0.0} times the account's average");
}
