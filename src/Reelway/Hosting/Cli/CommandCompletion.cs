using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;

namespace Reelway.Hosting.Cli;

/// <summary>What may stand next on a command line. Where it has no answer the shell completes names of files.</summary>
internal static class CommandCompletion
{
    /// <summary>Answers a shell's question, a line for each possibility.</summary>
    /// <param name="words">How many whole words come before the one to complete, then the words; the last one may be missing when it is empty, which some shells drop.</param>
    public static void Answer(RootCommand root, string[] words, TextWriter output)
    {
        if (words is [var number, .. var typed] && int.TryParse(number, CultureInfo.InvariantCulture, out var before) && before >= 0 && before <= typed.Length)
        {
            foreach (var possibility in Find(root, typed[..before], before < typed.Length ? typed[before] : ""))
            {
                output.WriteLine(possibility);
            }
        }
    }

    /// <summary>What a word may become.</summary>
    /// <param name="before">The whole words before it.</param>
    /// <param name="word">What there is of it.</param>
    public static IReadOnlyList<string> Find(RootCommand root, IReadOnlyList<string> before, string word)
    {
        var place = Follow(root, before);
        if (place.Open is { } option)
        {
            return Values(option, word is "=" ? "" : word);
        }

        if (word.StartsWith('-') && word.IndexOf('=', StringComparison.Ordinal) is var equals and > 0)
        {
            return place.Options.FirstOrDefault(one => IsCalled(one, word[..equals])) is { } named
                ? [.. Values(named, word[(equals + 1)..]).Select(value => word[..(equals + 1)] + value)]
                : [];
        }

        return word.StartsWith('-')
            ? Beginning(word, place.Options.Where(one => !one.Hidden).Select(one => one.Name))
            : Beginning(word, place.Command.Subcommands.Where(one => !one.Hidden).Select(one => one.Name).Concat(place.Argument is { } argument ? Labels(argument) : []));
    }

    /// <summary>Where a command line has got to after some words.</summary>
    private static Place Follow(RootCommand root, IReadOnlyList<string> words)
    {
        Command command = root;
        List<Option> options = [.. root.Options];
        Option? open = null;
        var arguments = 0;
        foreach (var word in words)
        {
            if (open is not null)
            {
                // Bash makes three words of --output=json.
                open = word is "=" ? open : null;
            }
            else if (word.StartsWith('-'))
            {
                open = options.FirstOrDefault(one => IsCalled(one, word)) is { Arity.MinimumNumberOfValues: > 0 } needy ? needy : null;
            }
            else if (command.Subcommands.FirstOrDefault(one => one.Name == word || one.Aliases.Contains(word)) is { } next)
            {
                // What the commands above have counts below them too.
                options = [.. next.Options, .. options.Where(one => one.Recursive)];
                command = next;
            }
            else
            {
                arguments++;
            }
        }

        var argument = command.Arguments.ElementAtOrDefault(arguments) ?? command.Arguments.LastOrDefault(one => one.Arity.MaximumNumberOfValues > 1);
        return new Place(command, options, open, argument);
    }

    private static bool IsCalled(Option option, string name) => option.Name == name || option.Aliases.Contains(name);

    private static IReadOnlyList<string> Values(Option option, string word) => Beginning(word, Labels(option));

    private static IEnumerable<string> Labels(Symbol symbol) => symbol.GetCompletions(CompletionContext.Empty).Select(one => one.Label);

    private static IReadOnlyList<string> Beginning(string word, IEnumerable<string> all)
        => [.. all.Where(one => one.StartsWith(word, StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private sealed record Place(Command Command, IReadOnlyList<Option> Options, Option? Open, Argument? Argument);
}
