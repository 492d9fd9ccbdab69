using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Reelway.Frame.Cli;
using Reelway.Hosting.Demo;
using Reelway.Hosting.Doctor;
using Reelway.Hosting.Setup;

namespace Reelway.Hosting.Cli;

/// <summary>The command line: parses it, carries it out, answers the exit code.</summary>
internal static class ReelwayCli
{
    /// <summary>The program as its commands see it.</summary>
    public static CliProduct Product { get; } = new(ReelwaySettings.Catalog, DataDirectoryApi.OpenAsync);

    /// <summary>Every command there is: the program's own, and those of its parts.</summary>
    public static RootCommand Build(CliContext cli, GlobalOptions globals)
    {
        var root = new RootCommand("Reelway takes media and events in, processes and publishes them, and notifies those concerned.");
        globals.AddTo(root);
        root.Add(DemoCommand.Create(cli));
        root.Add(InitCommand.Create(cli));
        root.Add(ServeCommand.Create(cli));
        root.Add(WorkerCommands.Create(cli));
        AddParts(root, cli);
        root.Add(MigrateCommand.Create(cli));
        root.Add(SandboxCommand.Create(cli));
        root.Add(DoctorCommand.Create(cli));
        root.Add(ConfigCommands.Create(cli));
        root.Add(CompletionCommand.Create(cli));
        root.Add(VersionCommand.Create(cli));
        root.Add(HelpCommand.Create(cli, root));
        ExplainWithExamples(root, cli);
        return root;
    }

    private static void AddParts(RootCommand root, CliContext cli)
    {
        foreach (var command in Capabilities.All.SelectMany(part => part.Commands(cli)))
        {
            root.Add(command);
        }

        foreach (var (name, added) in Capabilities.All.SelectMany(part => part.CommandsUnder(cli)))
        {
            root.Subcommands.Single(command => command.Name == name).Add(added);
        }
    }

    /// <summary>Runs one command line.</summary>
    public static async Task<int> RunAsync(string[] args, CliSurroundings surroundings)
    {
        var globals = new GlobalOptions();
        var root = Build(new CliContext(globals, Product, surroundings), globals);
        if (args is [CompletionCommand.Question, .. var words])
        {
            CommandCompletion.Answer(root, words, surroundings.Out);
            return ExitCode.Ok;
        }

        // Titles and names may begin with "@"; they are no response files.
        var parse = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parse.Action is ParseErrorAction)
        {
            return Refuse(parse, root, surroundings, CliFailure.IsWantedBy(args));
        }

        var configuration = new InvocationConfiguration
        {
            Output = surroundings.Out,
            Error = surroundings.Error,
            EnableDefaultExceptionHandler = false,
            // Signals are heard by whoever made the surroundings.
            ProcessTerminationTimeout = null,
        };
        return await parse.InvokeAsync(configuration, surroundings.Stop.Gently);
    }

    private static int Refuse(ParseResult parse, RootCommand root, CliSurroundings surroundings, bool asJson)
    {
        var command = parse.CommandResult.Command;
        var holdsOthers = command.Subcommands.Count > 0 && parse.UnmatchedTokens.Count == 0;
        // With a word that means nothing the parser also says that one is missing.
        var errors = parse.Errors.Where(error => parse.UnmatchedTokens.Any(error.Message.Contains)).ToList();
        var sentences = (errors.Count > 0 ? errors : parse.Errors).Select(error => CliText.Clean(ParseWords.Of(error))).Distinct().ToList();
        if (asJson)
        {
            var help = $"See: {PathOf(command, root)} --help";
            surroundings.Error.WriteLine(CliFailure.Of([.. holdsOthers ? [] : sentences, help], ExitCode.Usage).ToJson());
            return ExitCode.Usage;
        }

        foreach (var sentence in holdsOthers ? [] : sentences)
        {
            surroundings.Error.WriteLine($"error: {sentence}");
        }

        if (holdsOthers)
        {
            // "reelway" and "reelway run" alone: somebody looks around.
            new HelpAction().Write(command, surroundings.Error);
        }
        else
        {
            surroundings.Error.WriteLine($"See: {PathOf(command, root)} --help");
        }

        return ExitCode.Usage;
    }

    private static void Write(this HelpAction _, Command command, TextWriter writer)
        => command.Parse("--help").Invoke(new InvocationConfiguration { Output = writer, Error = writer });

    private static string PathOf(Command command, RootCommand root)
        => command == root ? "reelway" : $"{PathOf(command.Parents.OfType<Command>().First(), root)} {command.Name}";

    private static void ExplainWithExamples(RootCommand root, CliContext cli)
    {
        foreach (var option in root.Options.OfType<HelpOption>())
        {
            option.Action = new HelpWithExamples((HelpAction)option.Action!, cli);
        }
    }

    private sealed class HelpWithExamples(HelpAction usual, CliContext cli) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var result = usual.Invoke(parseResult);
            var examples = cli.ExamplesOf(parseResult.CommandResult.Command);
            if (examples.Count > 0)
            {
                var writer = parseResult.InvocationConfiguration.Output;
                writer.WriteLine("Examples:");
                foreach (var example in examples)
                {
                    writer.WriteLine($"  {example}");
                }

                writer.WriteLine();
            }

            return result;
        }
    }
}
