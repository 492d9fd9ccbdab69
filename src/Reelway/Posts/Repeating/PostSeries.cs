using System.Globalization;
using System.Text.Json;
using Reelway.Connectors.Posting;
using Reelway.Frame.Schedules;
using Reelway.Storage;

namespace Reelway.Posts.Repeating;

/// <summary>Posts that are asked for again and again: each is a post of its own, made some weeks ahead, and can be moved or cancelled by itself.</summary>
internal sealed class PostSeries(PostSeriesStore store, PostStore posts, PostReading reading, PostOperations operations, PostChoosing choosing, IdGenerator ids, TimeProvider time)
{
    /// <summary>So far ahead posts are made.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromDays(35);

    private const string Repeat = "repeat";
    private const int MostAtOnce = 1000;

    /// <summary>What is asked for, read; or what is wrong with it. Nothing is stored.</summary>
    public (SeriesRow? Series, IReadOnlyList<RepeatTime> Next, IReadOnlyList<string> Notes, IReadOnlyList<PostProblem> Problems) Read(PostWords words, string otherReference, DateTimeOffset askedAt)
    {
        if (!DateTime.TryParseExact(words.ScheduledDate, ["yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var first))
        {
            return (null, [], [], [new(PostReading.ScheduledDate, "Must be the first time on the account's clock, such as 2026-12-01T09:00, without a zone, for a post that is repeated.")]);
        }

        // Everything but the time is the same for all of them: judged once, for a time that is to come.
        var (ask, problems) = reading.Read(words with { Repeat = null, ScheduledDate = PostTimes.Write(time.GetUtcNow().AddDays(1)) }, otherReference, askedAt);
        if (ask is null)
        {
            return (null, [], [], problems);
        }

        try
        {
            var zone = choosing.ZoneOf(ask.Targets[0].Account);
            var rule = RepeatRule.Parse(words.Repeat!, first, zone);
            var now = time.GetUtcNow();
            IReadOnlyList<RepeatTime> next = [.. rule.Times().SkipWhile(at => at.At <= now).Take(12)];
            return next.Count == 0
                ? (null, [], [], [new(Repeat, "Must have a time that is to come.")])
                : (new SeriesRow
                {
                    Id = new SeriesId(ids.Next()),
                    Reference = ask.Reference,
                    Words = JsonSerializer.Serialize(words with { Reference = ask.Reference }, PostsJson.Default.PostWords),
                    Rule = words.Repeat!,
                    FirstLocal = first.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture),
                    Zone = zone.Id,
                    AskedMs = askedAt.ToUnixTimeMilliseconds(),
                    IsOn = true,
                }, next, rule.Notes(next), []);
        }
        catch (FormatException problem)
        {
            return (null, [], [], [new(Repeat, problem.Message)]);
        }
    }

    /// <summary>Accepts a series, or a change of one, and makes its next posts.</summary>
    /// <returns>The posts that wait now; none when a later ask has been accepted.</returns>
    public async Task<IReadOnlyList<PostRow>> AskAsync(SeriesRow series, CancellationToken cancellation)
    {
        if (!await store.KeepAsync(series, posts.NowMs, cancellation))
        {
            return [];
        }

        await MakeAsync((await store.FindAsync(series.Reference, cancellation))!, cancellation);
        return await posts.OfSeriesAsync(series.Reference, posts.NowMs, cancellation);
    }

    /// <summary>Makes the posts of all series that are due within <see cref="Ahead"/>.</summary>
    /// <returns>How many series were looked after.</returns>
    public async Task<int> MakeAllAsync(CancellationToken cancellation)
    {
        // A day ahead of the day: whoever looks sees five weeks.
        var due = await store.DueAsync(posts.NowMs + (long)(Ahead - TimeSpan.FromDays(1)).TotalMilliseconds, cancellation);
        foreach (var series in due)
        {
            await MakeAsync(series, cancellation);
        }

        return due.Count;
    }

    /// <summary>Ends a series and takes back what waits of it.</summary>
    public async Task EndAsync(SeriesRow series, CancellationToken cancellation)
    {
        await store.EndAsync(series.Id, posts.NowMs, cancellation);
        foreach (var post in (await posts.OfSeriesAsync(series.Reference, 0, cancellation)).Where(post => PostState.IsWaiting(post.State)))
        {
            await operations.CancelAsync(post.Id, cancellation);
        }
    }

    private async Task MakeAsync(SeriesRow series, CancellationToken cancellation)
    {
        var (now, until) = (time.GetUtcNow(), time.GetUtcNow() + Ahead);
        var words = JsonSerializer.Deserialize(series.Words, PostsJson.Default.PostWords)!;
        var rule = RepeatRule.Parse(series.Rule, DateTime.Parse(series.FirstLocal, CultureInfo.InvariantCulture), ScheduleZone.Of(series.Zone));
        var wanted = rule.Times().SkipWhile(at => at.At <= now).TakeWhile(at => at.At <= until).Take(MostAtOnce).ToDictionary(at => $"{series.Reference} {at.Local:yyyy-MM-ddTHH:mm}", at => at.At, StringComparer.Ordinal);
        foreach (var (reference, at) in wanted)
        {
            var (ask, problems) = reading.Read(
                words with { Repeat = null, Reference = reference, ScheduledDate = PostTimes.Write(at) }, reference, DateTimeOffset.FromUnixTimeMilliseconds(series.AskedMs));
            if (ask is null)
            {
                throw Engine.FaultException.Setting(
                    $"The posts of {series.Reference} can't be made any more: {string.Join(' ', problems.Select(problem => $"{problem.Field}: {problem.Sentence}"))}", "Ask for them again, or cancel the series.");
            }

            // One that was moved or cancelled by hand stays so: that was later.
            await operations.AskAsync(ask with { Series = series.Reference }, cancellation);
        }

        // What the rule no longer asks for, unless somebody has moved it there.
        foreach (var stray in (await posts.OfSeriesAsync(series.Reference, now.ToUnixTimeMilliseconds(), cancellation))
            .Where(post => PostState.IsWaiting(post.State) && !wanted.ContainsKey(post.Reference) && post.AskedMs < series.AskedMs))
        {
            await operations.CancelAsync(stray.Id, cancellation);
        }

        await store.NoteMadeAsync(series.Id, until.ToUnixTimeMilliseconds(), cancellation);
    }
}
