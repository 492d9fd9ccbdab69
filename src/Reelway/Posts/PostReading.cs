using Reelway.Configuration;
using Reelway.Connectors.Posting;
using Reelway.Frame.Configuration;

namespace Reelway.Posts;

/// <summary>Reads what is asked for, and finds all that is wrong with it at once.</summary>
internal sealed class PostReading(PostTargets targets, PostChoosing choosing, Current<PostsOptions> current, TimeProvider time)
{
    /// <summary>The field of the time.</summary>
    public const string ScheduledDate = "scheduledDate";

    public const int LongestReference = 200;
    public const int LongestCampaign = 200;

    // Timers reach this far; nobody means a later one.
    private static readonly TimeSpan Furthest = TimeSpan.FromDays(366 * 5);

    /// <summary>The posts, or what is wrong with what was asked for, each with its field.</summary>
    /// <param name="otherReference">The reference where none is given.</param>
    public (PostAsk? Ask, IReadOnlyList<PostProblem> Problems) Read(PostWords words, string otherReference, DateTimeOffset askedAt)
    {
        var problems = new List<PostProblem>();
        var reference = Short(problems, "referenceNumber", words.Reference, LongestReference) ?? otherReference;
        var campaign = Short(problems, "campaign", words.Campaign, LongestCampaign);
        var window = Window(problems, words.Window);
        var networks = targets.Read(problems, words, window);
        var choice = PostChoices.Of(words.ScheduledDate);
        var (scheduled, late) = choice == PostChoice.None ? Scheduled(problems, words.ScheduledDate) : default;
        if (choice == PostChoice.NextSlot && problems.Count == 0 && !networks.Any(target => choosing.HasSlots(target.Account)))
        {
            problems.Add(new(ScheduledDate, "Must be a time, since the account has no slots: set posts.accounts.NAME.slots."));
        }

        return problems.Count > 0 ? (null, problems) : (new PostAsk(reference, campaign, scheduled, askedAt, networks, late, Approve: words.Approve, Choice: choice), []);
    }

    private static string? Short(List<PostProblem> problems, string field, string? text, int most)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (text.Length > most || text.Any(char.IsControl))
        {
            problems.Add(new(field, $"Must be one line of at most {most} characters."));
        }

        return text;
    }

    private static TimeSpan? Window(List<PostProblem> problems, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (Durations.TryParse(text, out var window) && window >= TimeSpan.Zero && window <= PostAccount.LongestWindow)
        {
            return window;
        }

        problems.Add(new("window", $"Must be a duration up to {PostAccount.LongestWindow.TotalHours:0}h, such as 8m."));
        return null;
    }

    // A time long past is judged by whoever knows the post: it may have gone out then, and this is a second delivery of what asked for it.
    private (DateTimeOffset Scheduled, string? Late) Scheduled(List<PostProblem> problems, string? text)
    {
        var now = time.GetUtcNow();
        var scheduled = PostTimes.Read(text ?? "");
        if (scheduled is null || scheduled > now + Furthest)
        {
            problems.Add(new(
                ScheduledDate, scheduled is null ? $"Must be a date and time such as 2026-12-01T10:00:00, without a zone UTC, {PostChoices.NextSlot} or {PostChoices.Best}." : "Must be within the next five years."));
        }

        var late = LateAt(scheduled, now);
        if (late is not null && problems.Count > 0)
        {
            problems.Add(new(ScheduledDate, late));
        }

        return (scheduled ?? default, late);
    }

    /// <summary>Why a post can't go out any more at a time; null when it can.</summary>
    public string? LateAt(DateTimeOffset? scheduled, DateTimeOffset now) => scheduled < now - current.Value.LateGrace
        ? $"Must not be past by more than posts.late_grace ({Durations.Format(current.Value.LateGrace)}); ask for a time to come."
        : null;
}
