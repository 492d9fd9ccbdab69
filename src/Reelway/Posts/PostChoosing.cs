using Reelway.Frame.Configuration;
using Reelway.Frame.Schedules;
using Reelway.Posts.Measuring;

namespace Reelway.Posts;

/// <summary>Finds the time of posts that were asked for without one.</summary>
internal sealed class PostChoosing(PostStore store, PostMeasureStore measures, Current<PostsOptions> current)
{
    // Further ahead than anybody plans; an account whose slots are all taken until then has too few.
    private const int MostLooked = 5000;

    /// <summary>The ask with its time. A post that is known keeps the one that it has: a second delivery asks for the same post.</summary>
    public async Task<PostAsk> ResolveAsync(PostAsk ask, IReadOnlyList<PostRow> known, CancellationToken cancellation)
    {
        if (ask.Choice == PostChoice.None)
        {
            return ask;
        }

        if (known.FirstOrDefault(row => row.State != PostState.Cancelled) is { } row)
        {
            return ask with { Scheduled = row.Scheduled, Choice = PostChoice.None };
        }

        var now = DateTimeOffset.FromUnixTimeMilliseconds(store.NowMs);
        var account = ask.Choice == PostChoice.Best ? ask.Targets[0].Account : ask.Targets.First(target => HasSlots(target.Account)).Account;
        return ask with
        {
            Scheduled = ask.Choice == PostChoice.Best ? await BestAsync(account, ask.Campaign, now, cancellation) : await NextSlotAsync(account, now, cancellation),
            Choice = PostChoice.None,
            ChosenFor = account,
        };
    }

    /// <summary>The hours of the week in which an account's posts have done best.</summary>
    public async Task<IReadOnlyList<BestHour>> HoursAsync(string account, string? campaign, CancellationToken cancellation)
        => BestTimes.Of(await measures.HistoryAsync(account, cancellation), ZoneOf(account), campaign);

    /// <summary>True for an account that has slots.</summary>
    public bool HasSlots(string account) => current.Value.Accounts.GetValueOrDefault(account) is { Slots.Count: > 0 };

    /// <summary>The zone of an account's clock.</summary>
    public TimeZoneInfo ZoneOf(string account) => ScheduleZone.Of(current.Value.Accounts.GetValueOrDefault(account)?.Timezone ?? ScheduleZone.Utc);

    private async Task<DateTimeOffset> BestAsync(string account, string? campaign, DateTimeOffset now, CancellationToken cancellation)
    {
        var taken = await store.TakenAsync(account, (now - TimeSpan.FromHours(1)).ToUnixTimeMilliseconds(), cancellation);
        return BestTimes.Next(await HoursAsync(account, campaign, cancellation), now, ZoneOf(account), [.. taken.Select(DateTimeOffset.FromUnixTimeMilliseconds)])?.At
            ?? throw new FormatException($"There is no best time for the account {account} yet: it takes {BestTimes.Fewest} posts that were measured, and a free hour within a week. Name a time.");
    }

    private async Task<DateTimeOffset> NextSlotAsync(string account, DateTimeOffset now, CancellationToken cancellation)
    {
        var taken = (await store.TakenAsync(account, now.ToUnixTimeMilliseconds(), cancellation)).ToHashSet();
        foreach (var slot in PostSlots.Parse(current.Value.Accounts[account].Slots).After(now, ZoneOf(account)).Take(MostLooked))
        {
            if (!taken.Contains(slot.ToUnixTimeMilliseconds()))
            {
                return slot;
            }
        }

        throw new FormatException($"All slots of the account {account} are taken: add some to posts.accounts.{account}.slots, or name a time.");
    }
}
