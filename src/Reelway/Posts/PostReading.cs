using Reelway.Configuration;
using Reelway.Connectors.Posting;
using Reelway.Frame.Configuration;

namespace Reelway.Posts;

/// <summary>Reads what is asked for, and finds all that is wrong with it at once.</summary>
internal sealed class PostReading(PostAccounts accounts, Current<PostsOptions> current, TimeProvider time)
{
    /// <summary>Longest text of any network, in UTF-16 units; each network has its own, shorter one.</summary>
    public const int LongestMessage = 100_000;

    public const int LongestReference = 200;
    public const int LongestCampaign = 200;

    // Timers reach this far; nobody means a later one.
    private static readonly TimeSpan Furthest = TimeSpan.FromDays(366 * 5);

    /// <summary>The post, or what is wrong with what was asked for, each with its field.</summary>
    /// <param name="otherReference">The reference where none is given.</param>
    public (PostAsk? Ask, IReadOnlyList<PostProblem> Problems) Read(PostWords words, string otherReference, DateTimeOffset askedAt)
    {
        var problems = new List<PostProblem>();
        var reference = Short(problems, "referenceNumber", words.Reference, LongestReference) ?? otherReference;
        var campaign = Short(problems, "campaign", words.Campaign, LongestCampaign);
        var message = Message(problems, words.Message);
        var account = Account(problems, words, message);
        var window = Window(problems, words.Window, account);
        var scheduled = Scheduled(problems, words.ScheduledDate);
        return problems.Count > 0
            ? (null, problems)
            : (new PostAsk(reference, message, account!.Value.Value.Platform, account.Value.Key, campaign, scheduled, window, askedAt), []);
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

    private static string Message(List<PostProblem> problems, string? message)
    {
        if (string.IsNullOrWhiteSpace(message))
        {
            problems.Add(new("message", "Must be the text of the post."));
        }
        else if (message.Length > LongestMessage)
        {
            problems.Add(new("message", $"Must not be longer than {LongestMessage} characters."));
        }
        else if (message.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t')))
        {
            problems.Add(new("message", "Must not contain control characters other than line breaks and tabs."));
        }

        return message ?? "";
    }

    private KeyValuePair<string, PostAccount>? Account(List<PostProblem> problems, PostWords words, string message)
    {
        if (string.IsNullOrEmpty(words.Platform))
        {
            problems.Add(new("platform", $"Must be {string.Join(" or ", PostAccounts.Platforms)}."));
            return null;
        }

        var (account, problem) = accounts.Choose(words.Platform, string.IsNullOrEmpty(words.Account) ? null : words.Account);
        if (problem is not null)
        {
            problems.Add(problem);
        }
        else if (!problems.Any(one => one.Field == "message"))
        {
            problems.AddRange(accounts.Check(account!.Value, message));
        }

        return account;
    }

    private TimeSpan Window(List<PostProblem> problems, string? text, KeyValuePair<string, PostAccount>? account)
    {
        if (string.IsNullOrEmpty(text))
        {
            return account is { } known ? accounts.WindowOf(known.Value) : default;
        }

        if (Durations.TryParse(text, out var window) && window >= TimeSpan.Zero && window <= PostAccount.LongestWindow)
        {
            return window;
        }

        problems.Add(new("window", $"Must be a duration up to {PostAccount.LongestWindow.TotalHours:0}h, such as 8m."));
        return default;
    }

    private DateTimeOffset Scheduled(List<PostProblem> problems, string? text)
    {
        var now = time.GetUtcNow();
        var (scheduled, problem) = PostTimes.Read(text ?? "") switch
        {
            null => (default, "Must be a date and time such as 2026-12-01T10:00:00; without a zone it is UTC."),
            { } past when past < now - current.Value.LateGrace => (past, $"Is past by more than posts.late_grace ({Durations.Format(current.Value.LateGrace)}): ask for a time to come."),
            { } far when far > now + Furthest => (far, "Must be within the next five years."),
            { } good => (good, (string?)null),
        };
        if (problem is not null)
        {
            problems.Add(new("scheduledDate", problem));
        }

        return scheduled;
    }
}
