using System.Text.RegularExpressions;
using Reelway.Configuration;
using Reelway.Frame.Schedules;

namespace Reelway.Hosting.Setup.Guided;

/// <summary>What the guided setup asks.</summary>
/// <param name="Name">In a file with answers.</param>
/// <param name="Text">As a person is asked, without the mark at its end.</param>
/// <param name="Otherwise">The answer where none is given; null: there must be one.</param>
/// <param name="Problem">Says as the end of a sentence what is wrong with an answer; null when nothing is.</param>
internal sealed record GuidedQuestion(string Name, string Text, string? Otherwise, Func<string, string?> Problem, bool IsSecret = false)
{
    public const string Twitter = "twitter";
    public const string LinkedIn = "linkedin";
    public const string Facebook = "facebook";

    private static readonly string[] Networks = [Twitter, LinkedIn, Facebook];

    public static GuidedQuestion Network { get; } = new(
        "network", "Network to post on (twitter, linkedin or facebook; others are set by hand, see docs/guides/networks.md)", Twitter,
        answer => Networks.Contains(answer) ? null : "must be twitter, linkedin or facebook.");

    public static GuidedQuestion Account { get; } = new(
        "account", "A name for the account here", "main", answer => GuidedPatterns.Name().IsMatch(answer) ? null : "must be a lower-case word of at most 40 letters, digits and hyphens.");

    public static GuidedQuestion Timezone { get; } = new("timezone", "Its time zone, such as Europe/Prague", ScheduleZone.Utc, answer => IsZone(answer) ? null : "must be a time zone such as Europe/Prague.");

    public static GuidedQuestion Window { get; } = new(
        "window", "Posts go out up to so much later than asked for, as if by hand", "8m",
        answer => Durations.TryParse(answer, out var window) && window >= TimeSpan.Zero && window <= TimeSpan.FromDays(1) ? null : "must be a duration up to 1d, such as 8m.");

    public static GuidedQuestion Region { get; } = new(
        "aws_region", "Region of AWS where events come from and go to, such as eu-west-1; nothing for none", "",
        answer => answer.Length == 0 || GuidedPatterns.Region().IsMatch(answer) ? null : "must look like eu-west-1.");

    public static GuidedQuestion AccessKey { get; } = new(
        "aws_access_key", "Access key of AWS; nothing for what AWS's own tools use on this machine", "", answer => IsWord(answer, isNeeded: false) ? null : "must be one word.");

    public static GuidedQuestion SecretKey { get; } = new("aws_secret_key", "Its secret access key", null, Word, IsSecret: true);

    public static GuidedQuestion Queue { get; } = new(
        "queue", "Queue with the events, as the stack of \"reelway posts template\" has made it; nothing for none", "", answer => IsWord(answer, isNeeded: false) ? null : "must be a queue's name or URL.");

    public static GuidedQuestion Secret { get; } = new(
        "secret", "Secret of AWS Secrets Manager with the keys of X; nothing to paste them", "", answer => answer.Length <= 2048 && !answer.Any(char.IsControl) ? null : "must be a secret's name or ARN.");

    public static GuidedQuestion ApiKey { get; } = new("api_key", "API key of the app at X, from its page \"Keys and tokens\"", null, Word, IsSecret: true);

    public static GuidedQuestion ApiKeySecret { get; } = new("api_key_secret", "API key secret", null, Word, IsSecret: true);

    public static GuidedQuestion AccessToken { get; } = new("access_token", "Access token, made when the app had the right to read and write", null, Word, IsSecret: true);

    public static GuidedQuestion AccessTokenSecret { get; } = new("access_token_secret", "Access token secret", null, Word, IsSecret: true);

    public static GuidedQuestion Author { get; } = new("author", "Id of the organisation that posts at LinkedIn; nothing for the person whose token it is", "", answer => IsWord(answer, isNeeded: false) ? null : "must be an id such as 5515715.");

    public static GuidedQuestion Page { get; } = new("page", "Id of the Facebook page that posts", null, Word);

    public static GuidedQuestion Token { get; } = new("token", "Access token", null, Word, IsSecret: true);

    /// <summary>All that may be asked.</summary>
    public static IReadOnlyList<GuidedQuestion> All { get; } =
        [Network, Account, Timezone, Window, Region, AccessKey, SecretKey, Queue, Secret, ApiKey, ApiKeySecret, AccessToken, AccessTokenSecret, Author, Page, Token];

    private static string? Word(string answer) => IsWord(answer, isNeeded: true) ? null : "must be one word.";

    private static bool IsWord(string answer, bool isNeeded)
        => answer.Length <= 4096 && (answer.Length > 0 || !isNeeded) && !answer.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter));

    private static bool IsZone(string answer)
    {
        try
        {
            ScheduleZone.Of(answer);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}

/// <summary>What names must look like.</summary>
internal static partial class GuidedPatterns
{
    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,39}\z", RegexOptions.CultureInvariant)]
    public static partial Regex Name();

    [GeneratedRegex(@"\A[a-z0-9]+(-[a-z0-9]+)*\z", RegexOptions.CultureInvariant)]
    public static partial Regex Region();
}
