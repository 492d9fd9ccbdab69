using System.ComponentModel.DataAnnotations;
using Reelway.Frame.Configuration;

namespace Reelway.Posts;

/// <summary>Settings of the posts; each is <c>posts.</c> and the property's name in lower snake case.</summary>
internal sealed class PostsOptions : IValidatableObject
{
    /// <summary>The accounts that posts go out from, by names of one's own. Default none.</summary>
    [Live]
    public Dictionary<string, PostAccount> Accounts { get; set; } = [];

    /// <summary>A post goes out up to so much later than it was asked for, at an instant that is drawn once. 0 s: on the second. Default 8 min.</summary>
    [Live]
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(8);

    /// <summary>How far the posts of one account are kept apart. Default 0 s: they may go out together.</summary>
    [Live]
    public TimeSpan Spacing { get; set; } = TimeSpan.Zero;

    /// <summary>A post whose time is past by less than this goes out at once; one that is later is refused. Default 1 h.</summary>
    [Live]
    public TimeSpan LateGrace { get; set; } = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, time, most) in Times())
        {
            if (time < TimeSpan.Zero || time > most)
            {
                yield return new ValidationResult($"posts.{name} must be 0s to {most.TotalDays:0}d.", [nameof(Window)]);
            }
        }

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

    private IEnumerable<(string Name, TimeSpan Time, TimeSpan Most)> Times() =>
    [
        ("window", Window, PostAccount.LongestWindow),
        ("spacing", Spacing, PostAccount.LongestWindow),
        ("late_grace", LateGrace, TimeSpan.FromDays(7)),
        .. Accounts.SelectMany(one => new[]
        {
            ($"accounts.{one.Key}.window", one.Value.Window ?? default, PostAccount.LongestWindow),
            ($"accounts.{one.Key}.spacing", one.Value.Spacing ?? default, PostAccount.LongestWindow),
        }),
    ];
}

/// <summary>An account that posts go out from, <c>posts.accounts.NAME</c>.</summary>
internal sealed class PostAccount
{
    internal static readonly TimeSpan LongestWindow = TimeSpan.FromDays(1);

    /// <summary>The network: <c>twitter</c>.</summary>
    [Required]
    public string Platform { get; set; } = "";

    /// <summary>The connection that has the account's credentials.</summary>
    [Required]
    public string Connection { get; set; } = "";

    /// <summary>True for the account of posts that name none, where a platform has several. Default false.</summary>
    public bool Default { get; set; }

    /// <summary>Its window. Default: that of all, <c>posts.window</c>.</summary>
    public TimeSpan? Window { get; set; }

    /// <summary>Its spacing. Default: that of all, <c>posts.spacing</c>.</summary>
    public TimeSpan? Spacing { get; set; }

    /// <summary>True for an account that may write longer texts. Default false.</summary>
    public bool Premium { get; set; }
}
