using System.CommandLine;
using Reelway.Frame.Cli;

namespace Reelway.Hosting.Cli;

/// <summary><c>help</c>: what <c>--help</c> says, for those who type it first.</summary>
internal static class HelpCommand
{
    /// <summary>The command.</summary>
    /// <param name="root">Holds every command that can be asked about.</param>
    public static Command Create(CliContext cli, RootCommand root)
    {
        var words = new Argument<string[]>("command") { Description = "The command to explain. Default: all of them.", Arity = ArgumentArity.ZeroOrMore, DefaultValueFactory = _ => [] };
        return cli.Verb("help", "Explains a command.", "reelway help\nreelway help talks submit", [words], call => Task.FromResult(Show(call, root, call.Value(words))));
    }

    private static int Show(CliCall call, RootCommand root, string[] words)
    {
        Command command = root;
        foreach (var word in words)
        {
            command = command.Subcommands.FirstOrDefault(one => one.Name == word || one.Aliases.Contains(word))
                ?? throw new CliException(ExitCode.Usage, $"There is no command \"{string.Join(' ', words)}\". See: reelway help");
        }

        // Through the root, which holds the options that every command has.
        return root.Parse([.. words, "--help"]).Invoke(new InvocationConfiguration { Output = call.Surroundings.Out, Error = call.Surroundings.Error });
    }
}
