using Reelway.Frame.Configuration;

namespace Reelway.Posts;

/// <summary>What a careful colleague would say about a post before it is scheduled.</summary>
internal sealed class PostWarnings(PostStore store, Current<PostsOptions> current)
{
    private static readonly TimeSpan DoubleWithin = TimeSpan.FromDays(7);

    /// <summary>The warnings about what is asked for, those about doubles first.</summary>
    public async Task<IReadOnlyList<PostWarning>> LookAsync(PostAsk ask, CancellationToken cancellation)
    {
        var warnings = new List<PostWarning>();
        foreach (var target in ask.Targets)
        {
            var (at, half) = (ask.Scheduled.ToUnixTimeMilliseconds(), (long)TimeSpan.FromMinutes(30).TotalMilliseconds);
            if (await DoubleAsync(ask, target, cancellation) is { } same)
            {
                warnings.Add(same);
            }

            if (await store.HasOtherAsync(ask.Reference, target.Account, at - half, at + half, cancellation))
            {
                warnings.Add(new(target.Platform, PostWarning.SameHour, $"The account {target.Account} has another post within half an hour of this one."));
            }

            if (at < store.NowMs)
            {
                warnings.Add(new(target.Platform, PostWarning.Past, "Its time is past: it goes out at once."));
            }
        }

        return [.. warnings.OrderBy(warning => warning.Kind != PostWarning.Duplicate)];
    }

    /// <summary>Why the posts are refused, where <c>posts.refuse_duplicates</c> says so; null when they are not.</summary>
    public async Task<PostWarning?> RefusedAsync(PostAsk ask, CancellationToken cancellation)
    {
        foreach (var target in current.Value.RefuseDuplicates ? ask.Targets : [])
        {
            if (await DoubleAsync(ask, target, cancellation) is { } same)
            {
                return same;
            }
        }

        return null;
    }

    private async Task<PostWarning?> DoubleAsync(PostAsk ask, PostTarget target, CancellationToken cancellation)
    {
        var (at, week) = (ask.Scheduled.ToUnixTimeMilliseconds(), (long)DoubleWithin.TotalMilliseconds);
        return await store.FindDoubleAsync(ask.Reference, target, at - week, at + week, cancellation) is { } other
            ? new(target.Platform, PostWarning.Duplicate, $"The account {target.Account} says the same in the post {other.Reference} at {PostTimes.Write(other.Scheduled)}, within a week of this one.")
            : null;
    }
}

/// <summary>Something to think about before a post is scheduled.</summary>
/// <param name="Kind">duplicate, same-hour or past.</param>
internal sealed record PostWarning(string Platform, string Kind, string Sentence)
{
    public const string Duplicate = "duplicate";
    public const string SameHour = "same-hour";
    public const string Past = "past";
}
