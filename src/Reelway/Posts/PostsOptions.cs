using System.ComponentModel.DataAnnotations;
using Reelway.Configuration;

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

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, account) in Accounts.Where(one => !PostAccounts.Platforms.Contains(one.Value.Platform)))
        {
            yield return new ValidationResult(
                $"posts.accounts.{name}.platform must be {string.Join(" or ", PostAccounts.Platforms)}, and not \"{Frame.ShownText.Name(account.Platform)}\".", [nameof(Accounts)]);
        }

        foreach (var platform in Accounts.Where(one => one.Value.Default).GroupBy(one => one.Value.Platform).Where(same => same.Count() > 1))
        {
            yield return new ValidationResult($"Only one of posts.accounts may be the default of {platform.Key}, and not {string.Join(" and ", platform.Select(one => one.Key))}.", [nameof(Accounts)]);
        }
    }
}

/// <summary>An account that posts go out from, <c>posts.accounts.NAME</c>.</summary>
internal sealed class PostAccount
{
    internal static readonly TimeSpan LongestWindow = TimeSpan.FromDays(1);

    [Setting("The network: twitter.")]
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

    [Setting("True for an account that may write longer texts.")]
    public bool Premium { get; set; }
}
