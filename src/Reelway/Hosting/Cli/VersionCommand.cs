using System.CommandLine;
using Reelway.Frame;
using Reelway.Frame.Cli;

namespace Reelway.Hosting.Cli;

/// <summary><c>version</c>: which program this is, as <c>--version</c> says it too.</summary>
internal static class VersionCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CliContext cli) => cli.Verb("version", "Shows the version of this program.", "reelway version\nreelway version --json", [], call =>
    {
        call.Console.Show(new { version = Product.Version }, text => text.Line($"reelway {Product.Version}"));
        return Task.FromResult(ExitCode.Ok);
    });
}
