using System.CommandLine;
using Reelway.Frame;
using Reelway.Frame.Cli;
using Reelway.Library;

namespace Reelway.Posts;

/// <summary>The options that ask for a post.</summary>
internal sealed class PostOptions
{
    private readonly Option<string[]> _platform = Texts("--platform", $"The network: {string.Join(", ", PostAccounts.Platforms)}; several times for several.", "NAME");
    private readonly Option<string?> _message = Text("--message", "The text.", "TEXT");
    private readonly Option<string[]> _texts = Texts("--text", "Another text on one network: linkedin=TEXT.", "NAME=TEXT");
    private readonly Option<string?> _at = Text("--at", "When it goes out: 2026-12-01T10:00:00; without a zone it is UTC. Or next-slot, or best.", "TIME");
    private readonly Option<string?> _reference = Text("--reference", "Its reference; the same one again changes the post. Default: a new one.", "TEXT");
    private readonly Option<string?> _account = Text("--account", "One of posts.accounts. Default: the platform's.", "NAME");
    private readonly Option<string?> _campaign = Text("--campaign", "What it belongs to.", "TEXT");
    private readonly Option<string?> _window = Text("--window", "It goes out up to so much later. Default: the account's.", "DURATION");
    private readonly Option<string[]> _media = Texts("--media", "A picture or video that it shows; up to four on X.", "FILE");
    private readonly Option<string[]> _alt = Texts("--alt", "What the picture shows, for those who can't see it: the first for the first --media.", "TEXT");
    private readonly Option<string[]> _thread = Texts("--then", "A text that follows it in a thread; several times for several.", "TEXT");
    private readonly Option<string?> _comment = Text("--first-comment", "What is said below it as soon as it is out.", "TEXT");
    private readonly Option<string?> _repeat = Text("--repeat", "When it is repeated, RFC 5545: FREQ=WEEKLY;BYDAY=TU. --at is then the first time on the account's clock.", "RULE");
    private readonly Option<bool> _approve = new("--approve") { Description = "It waits as a draft until somebody approves it." };

    /// <summary>All of them, in the order in which help shows them.</summary>
    public IReadOnlyList<Option> All => [_platform, _message, _texts, _at, _reference, _account, _campaign, _window, _media, _alt, _thread, _comment, _repeat, _approve];

    /// <summary>True when one of them is on the command line.</summary>
    public bool IsAnyGiven(CliCall call)
        => new[] { _message, _at, _reference, _account, _campaign, _window, _comment, _repeat }.Any(option => call.Value(option) is not null)
            || new[] { _platform, _texts, _media, _alt, _thread }.Any(option => call.Value(option) is { Length: > 0 }) || call.Value(_approve);

    /// <summary>The post that they ask for.</summary>
    /// <exception cref="CliException">They do not fit together.</exception>
    public SchedulePostRequest Read(CliCall call) => new(
        call.Value(_message), Platform: null, call.Value(_at), call.Value(_reference), call.Value(_account), call.Value(_campaign), call.Value(_window), call.Value(_platform),
        TextsOf(call.Value(_texts) ?? []), call.Value(_approve), MediaOf(call, call.Value(_media) ?? [], call.Value(_alt) ?? []), call.Value(_thread), call.Value(_comment), call.Value(_repeat));

    private static Dictionary<string, string>? TextsOf(IReadOnlyList<string> texts)
    {
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            if (text.IndexOf('=', StringComparison.Ordinal) is not (> 0 and var at) || !read.TryAdd(text[..at], text[(at + 1)..]))
            {
                throw new CliException(ExitCode.Usage, $"--text must be NAME=TEXT, each network once, and not \"{ShownText.Name(text)}\".");
            }
        }

        return read.Count > 0 ? read : null;
    }

    private static List<PostFile> MediaOf(CliCall call, string[] files, string[] alts)
        => alts.Length > files.Length
            ? throw new CliException(ExitCode.Usage, "There is an --alt without its --media.")
            : [.. files.Select((file, at) => new PostFile(file.Contains("://", StringComparison.Ordinal) ? file : FileUri.Of(call.FullPath(file)), alts.ElementAtOrDefault(at)))];

    private static Option<string?> Text(string option, string help, string word) => new(option) { Description = help, HelpName = word };

    private static Option<string[]> Texts(string option, string help, string word) => new(option) { Description = help, HelpName = word };
}
