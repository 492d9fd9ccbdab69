using System.ComponentModel.DataAnnotations;
using Reelway.Configuration;
using Reelway.Frame.Schedules;
using Reelway.Intake;

namespace Reelway.Posts;

/// <summary>Settings of the posts; each is <c>posts.</c> and the property's name in lower snake case.</summary>
internal sealed class PostsOptions : IValidatableObject
{
    [Setting("The accounts that posts go out from, by names of one's own.")]
    [Live]
    public Dictionary<string, PostAccount> Accounts { get; set; } = [];

    [Setting("A post goes out up to so much later than it was asked for, at an instant that is drawn once. 0s: on the second.")]
    [Live]
    [Lasts("0s", "1d")]
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(8);

    [Setting("How far the posts of one account are kept apart. 0s: they may go out together.")]
    [Live]
    [Lasts("0s", "1d")]
    public TimeSpan Spacing { get; set; } = TimeSpan.Zero;

    [Setting("A post whose time is past by less than this goes out at once; one that is later is refused.")]
    [Live]
    [Lasts("0s", "7d")]
    public TimeSpan LateGrace { get; set; } = TimeSpan.FromHours(1);

    [Setting("True to refuse a post whose account says the same within a week; else that is a warning.")]
    [Live]
    public bool RefuseDuplicates { get; set; }

    [Setting("A dead letter of posts that is older raises an alarm: the event post.alarm, and a mail to the critical recipients.")]
    [Live]
    [Lasts("1m", "30d")]
    public TimeSpan AlarmAfter { get; set; } = TimeSpan.FromHours(1);

    [Setting("A queue that dead letters are mirrored to when they raise an alarm, so that one on the queue's age goes on working. Default: none.")]
    [Live]
    public MirrorQueue DeadLetterQueue { get; set; } = new();

    [Setting("How much connections may be asked for in a month, by their names; what is over waits for a person.")]
    [Live]
    public Dictionary<string, PostCaps> Caps { get; set; } = [];

    [Setting("How long after a post went out its network is asked what it has counted. Empty: never.")]
    [Live]
    public IReadOnlyList<TimeSpan> Measure { get; set; } = [TimeSpan.FromHours(1), TimeSpan.FromDays(1), TimeSpan.FromDays(7)];

    [Setting("Parameters that links in posts get, by their names: utm_source: \"{platform}\"; also {account}, {campaign} and {reference}.")]
    [Live]
    public Dictionary<string, string> Utm { get; set; } = [];

    [Setting("The hosts whose links get them. Default: all.")]
    [Live]
    public IReadOnlyList<string> UtmHosts { get; set; } = [];

    [Setting("Queues with events that ask for posts, by names of one's own: those that a rule of EventBridge sends, bare or through SNS.")]
    public Dictionary<string, QueueSettings> Queues { get; set; } = [];

    [Setting("Folder whose files, each an event that ends in .json, are taken in once they stand still (intake.settle). Default: none.")]
    [LocalPath]
    public string? Folder { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, account) in Accounts.Where(one => !PostAccounts.Platforms.Contains(one.Value.Platform)))
        {
            yield return new ValidationResult(
                $"posts.accounts.{name}.platform must be {string.Join(" or ", PostAccounts.Platforms)}, and not \"{Frame.ShownText.Name(account.Platform)}\".", [nameof(Accounts)]);
        }

        foreach (var (name, why) in Accounts.SelectMany(one => one.Value.Problems().Select(why => (one.Key, why))))
        {
            yield return new ValidationResult($"posts.accounts.{name}.{why}", [nameof(Accounts)]);
        }

        foreach (var platform in Accounts.Where(one => one.Value.Default).GroupBy(one => one.Value.Platform).Where(same => same.Count() > 1))
        {
            yield return new ValidationResult($"Only one of posts.accounts may be the default of {platform.Key}, and not {string.Join(" and ", platform.Select(one => one.Key))}.", [nameof(Accounts)]);
        }
    }
}

/// <summary>The queue that dead letters are mirrored to, <c>posts.dead_letter_queue</c>.</summary>
internal sealed class MirrorQueue
{
    [Setting("The queue: its name or its URL. Default: none.")]
    public string? Queue { get; set; }

    [Setting("The connection to reach it by.")]
    public string Connection { get; set; } = "aws";
}

/// <summary>How much a connection may be asked for in a month, <c>posts.caps.NAME</c>.</summary>
internal sealed class PostCaps
{
    [Setting("Posts sent. Default: no cap.")]
    [Range(0, int.MaxValue)]
    public int? Posts { get; set; }

    [Setting("Reads: looks for posts whose answer was lost, and measurements. Default: no cap.")]
    [Range(0, int.MaxValue)]
    public int? Reads { get; set; }
}

/// <summary>An account that posts go out from, <c>posts.accounts.NAME</c>.</summary>
internal sealed class PostAccount
{
    internal static readonly TimeSpan LongestWindow = TimeSpan.FromDays(1);

    [Setting("The network: twitter, linkedin, facebook, mastodon or bluesky.")]
    [Required]
    public string Platform { get; set; } = "";

    [Setting("The connection that has the account's credentials.")]
    [Required]
    public string Connection { get; set; } = "";

    [Setting("True for the account of posts that name none, where a platform has several.")]
    public bool Default { get; set; }

    [Setting("Its window. Default: that of all, posts.window.")]
    [Lasts("0s", "1d")]
    public TimeSpan? Window { get; set; }

    [Setting("Its spacing. Default: that of all, posts.spacing.")]
    [Lasts("0s", "1d")]
    public TimeSpan? Spacing { get; set; }

    [Setting("Time zone of its slots, such as Europe/Prague.")]
    public string Timezone { get; set; } = ScheduleZone.Utc;

    [Setting("When it posts what is asked for at next-slot, on the clock of its zone: daily 18:00, Mon 09:00, Tue,Thu 12:30.")]
    public IReadOnlyList<string> Slots { get; set; } = [];

    [Setting("True for an account that may write longer texts.")]
    public bool Premium { get; set; }

    /// <summary>What is wrong with it, each as the end of a sentence that begins with its name.</summary>
    public IEnumerable<string> Problems()
    {
        if (ProblemOf(() => ScheduleZone.Of(Timezone)) is { } zone)
        {
            yield return $"timezone {zone}";
        }

        if (ProblemOf(() => PostSlots.Parse(Slots)) is { } slots)
        {
            yield return $"slots: {slots}";
        }
    }

    private static string? ProblemOf(Func<object> read)
    {
        try
        {
            read();
            return null;
        }
        catch (FormatException problem)
        {
            return problem.Message;
        }
    }
}
