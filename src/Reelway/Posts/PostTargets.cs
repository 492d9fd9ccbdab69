using Reelway.Connectors.Posting;
using Reelway.Frame;

namespace Reelway.Posts;

/// <summary>Reads what is asked to go out on which networks, each by its account, and asks each network what it would refuse.</summary>
internal sealed class PostTargets(PostAccounts accounts, PostFiles files)
{
    /// <summary>Longest text of any network, in UTF-16 units; each network has its own, shorter one.</summary>
    public const int LongestMessage = 100_000;

    private const int MostParts = 50;

    /// <summary>A post for each network asked for. What is wrong is added to the problems.</summary>
    public IReadOnlyList<PostTarget> Read(List<PostProblem> problems, PostWords words, TimeSpan? window)
    {
        var platforms = Platforms(problems, words);
        foreach (var stray in (words.Texts ?? new Dictionary<string, string>()).Keys.Where(platform => !platforms.Contains(platform)))
        {
            problems.Add(new("texts", $"Must not have a text for \"{ShownText.Name(stray)}\", which is not among the networks asked for."));
        }

        if (!platforms.All(platform => words.Texts?.ContainsKey(platform) == true))
        {
            CheckText(problems, "message", words.Message);
        }

        var (extras, media) = Extras(problems, words);
        var named = string.IsNullOrEmpty(words.Account) ? null : words.Account;
        var targets = new List<PostTarget>();
        foreach (var platform in platforms)
        {
            var (account, problem) = accounts.Choose(platform, platforms.Count == 1 || accounts.IsOf(platform, named) ? named : null);
            if (account is not { } chosen)
            {
                problems.Add(problem!);
                continue;
            }

            var target = new PostTarget(
                platform, chosen.Key, words.Texts?.GetValueOrDefault(platform) ?? words.Message ?? "", window ?? accounts.WindowOf(chosen.Value), PostExtras.Write(extras));
            Check(problems, words, target, chosen, extras, media);
            targets.Add(target);
        }

        if (platforms.Count > 1 && named is not null && !platforms.Any(platform => accounts.IsOf(platform, named)))
        {
            problems.Add(new("account", "Must be an account of one of the networks asked for."));
        }

        return targets;
    }

    private void Check(List<PostProblem> problems, PostWords words, PostTarget target, KeyValuePair<string, PostAccount> account, PostExtras extras, IReadOnlyList<PostMedia> media)
    {
        var field = "message";
        if (words.Texts?.ContainsKey(target.Platform) == true)
        {
            field = $"texts/{target.Platform}";
            CheckText(problems, field, target.Message);
        }

        if (problems.Any(one => one.Field == field || one.Field.StartsWith("media", StringComparison.Ordinal) || one.Field.StartsWith("thread", StringComparison.Ordinal)))
        {
            return;
        }

        problems.AddRange(accounts.Check(account, new OutgoingPost(accounts.Marked(target.Message, target.Platform, account.Key, words.Campaign, words.Reference ?? ""), account.Value.Premium) { Media = media }).Select(refused => refused.Field == "message" ? refused with { Field = field } : refused));
        problems.AddRange(accounts.CheckParts(account, extras));
    }

    private (PostExtras Extras, IReadOnlyList<PostMedia> Media) Extras(List<PostProblem> problems, PostWords words)
    {
        var extras = new PostExtras(words.Media ?? [], words.Thread ?? [], string.IsNullOrEmpty(words.FirstComment) ? null : words.FirstComment);
        if (extras.Thread.Count > MostParts)
        {
            problems.Add(new("thread", $"Must not have more than {MostParts} texts."));
        }

        foreach (var (at, text) in extras.Thread.Index())
        {
            CheckText(problems, $"thread/{at}", text);
        }

        if (extras.FirstComment is { } comment)
        {
            CheckText(problems, "firstComment", comment);
        }

        return (extras, files.Read(problems, extras.Media));
    }

    private static List<string> Platforms(List<PostProblem> problems, PostWords words)
    {
        var some = words.Platforms is { Count: > 0 };
        if (some && !string.IsNullOrEmpty(words.Platform))
        {
            problems.Add(new("platforms", "Must not stand beside \"platform\": name the networks in one of them."));
        }
        else if (!some && string.IsNullOrEmpty(words.Platform))
        {
            problems.Add(new("platform", $"Must be {string.Join(" or ", PostAccounts.Platforms)}."));
        }

        var platforms = (some ? words.Platforms! : [words.Platform ?? ""]).Where(platform => platform.Length > 0).ToList();
        if (platforms.Distinct(StringComparer.Ordinal).Count() < platforms.Count)
        {
            problems.Add(new("platforms", "Must name each network once."));
        }

        return [.. platforms.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private static void CheckText(List<PostProblem> problems, string field, string? message)
    {
        var problem = string.IsNullOrWhiteSpace(message) ? field == "message" || field.StartsWith("texts/", StringComparison.Ordinal) ? "Must be the text of the post." : "Must be a text."
            : message.Length > LongestMessage ? $"Must not be longer than {LongestMessage} characters."
            : message.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t')) ? "Must not contain control characters other than line breaks and tabs."
            : null;
        if (problem is not null)
        {
            problems.Add(new(field, problem));
        }
    }
}
