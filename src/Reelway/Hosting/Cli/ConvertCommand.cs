using System.CommandLine;
using Reelway.Frame.Cli;
using Reelway.Hosting.Setup;

namespace Reelway.Hosting.Cli;

/// <summary><c>config convert</c>: an older system's documents as our own configuration.</summary>
internal static class ConvertCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CliContext cli)
    {
        var file = new Argument<string>("FILE") { Description = "The document, such as config/config.yaml." };
        return cli.Verb("convert", "Prints an older system's document, with what belongs to it, as a configuration of ours with comments; writes nothing.",
            "reelway config convert config/config.yaml", [file], call => Task.FromResult(Convert(call, call.FullPath(call.Value(file)!))));
    }

    private static int Convert(CliCall call, string file)
    {
        var conversion = DocumentConversion.Of(ReelwaySettings.Catalog, file, call.Surroundings.WorkingDirectory);
        var text = conversion.Files[0].Text;
        call.Console.Show(
            new { text, overlays = conversion.Files.Skip(1).Select(over => new { file = over.Name, text = over.Text }) },
            // A line of it may be longer than any that people read, and none holds what is not escaped.
            _ => call.Surroundings.Out.Write(text));
        foreach (var problem in conversion.Problems)
        {
            call.Console.Warn(problem.ToString());
        }

        if (conversion.Files.Count > 1)
        {
            call.Console.Say($"It includes {string.Join(", ", conversion.Files.Skip(1).Select(over => over.Name))}, which \"reelway init --from-config-yaml\" writes as well.");
        }

        return conversion.IsWhole ? ExitCode.Ok : ExitCode.Partial;
    }
}
