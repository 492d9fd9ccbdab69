using System.CommandLine;
using Reelway.Frame.Cli;

namespace Reelway.Hosting.Cli;

/// <summary><c>completion</c>: what a shell has to read so that the Tab key knows commands, options and their values.</summary>
internal static class CompletionCommand
{
    /// <summary>What the scripts ask: <c>__complete NUMBER WORD…</c>, see <see cref="CommandCompletion"/>. No command, since nobody types it.</summary>
    public const string Question = "__complete";

    private static readonly string[] Shells = ["bash", "zsh", "fish", "pwsh"];

    /// <summary>The command.</summary>
    public static Command Create(CliContext cli)
    {
        var shell = new Argument<string>("shell") { Description = $"{string.Join(", ", Shells[..^1])} or {Shells[^1]}." };
        shell.AcceptOnlyFromAmong(Shells);
        return cli.Verb("completion", "Shows a script that makes the Tab key of a shell complete commands, options and their values; its first line says how to use it.",
            string.Join('\n', Shells.Select(name => ShellCommand.Reelway("completion", name))), [shell], async call =>
            {
                await call.Surroundings.Out.WriteAsync(Script(call.Value(shell)));
                return ExitCode.Ok;
            });
    }

    /// <summary>The script, as the program brings it along.</summary>
    internal static string Script(string shell)
    {
        using var stream = typeof(CompletionCommand).Assembly.GetManifestResourceStream($"Reelway.Hosting.Cli.Templates.completion.{shell}")
            ?? throw new InvalidOperationException($"The program lacks the completion of {shell}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
