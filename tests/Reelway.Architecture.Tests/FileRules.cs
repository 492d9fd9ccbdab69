using System.Text.RegularExpressions;

namespace Reelway.Architecture.Tests;

/// <summary>What holds for any file: no longer than one idea, and nothing in it that is true on one machine only.</summary>
internal static partial class FileRules
{
    private const int MostLines = 400;

    private static readonly string[] Written = [".cs", ".ts", ".razor", ".css", ".sh", ""];

    public static IEnumerable<string> TooLong(SourceFile file)
    {
        // The last line ends with a line feed too, which leaves an empty piece behind it.
        var lines = file.Lines.Count - 1;
        if (Written.Contains(file.Extension) && lines > MostLines)
        {
            yield return $"{file.Path} has {lines} lines; past {MostLines} a file holds two ideas.";
        }
    }

    public static IEnumerable<string> BoundToAMachine(SourceFile file)
        => file.Lines.SelectMany((line, index) => MachineTrace().Matches(line)
            .Select(match => $"{file.Path}:{index + 1} mentions \"{match.Value}\", which other machines do not have."));

    /// <summary>A command line is copied and run, so what is put into it must be quoted for the shell.</summary>
    public static IEnumerable<string> UnquotedCommand(SourceFile file)
        => file.Extension is ".cs" or ".razor"
            ? file.Lines.SelectMany((line, index) => OpenCommand().Matches(line)
                .Select(match => $"{file.Path}:{index + 1} puts a text into the command \"{match.Value}\" as it is; make it with ShellCommand."))
            : [];

    /// <summary>A connector states what is wrong and what helps; which command does it, only the host knows.</summary>
    public static IEnumerable<string> CommandOfTheHost(SourceFile file)
        => file.Lines.SelectMany((line, index) => HostCommand().Matches(line)
            .Select(match => $"{file.Path}:{index + 1} names the command \"{match.Value}\"; say what helps with a Remedy, which the host words."));

    [GeneratedRegex(@"(?<![\w./-])reelway(?: -{0,2}[a-z]+)+")]
    private static partial Regex HostCommand();

    [GeneratedRegex(@"\b(?:reelway|chmod|chown|openssl|rm|mv|cp|psql)(?: [\w./-]+| >)*(?: |=|"")(?:\{(?!ShellCommand\.|Product\.|\})|@(?!\(?ShellCommand\.)[\w(])[\w.]*")]
    private static partial Regex OpenCommand();

    // Letters in brackets keep this file from being its own breach.
    [GeneratedRegex(@"(?<![\w.~})-])/(?:wor[k]|far[m]|hom[e]/\w+|User[s]/\w+|roo[t]|tmp/w[t])/|\bshare[d]/|nuge[t]\.org|npmj[s]\.(?:org|com)|debia[n]\.org")]
    private static partial Regex MachineTrace();
}
