using System.CommandLine;
using Reelway.Configuration;
using Reelway.Frame.Cli;

namespace Reelway.Runs.Commands;

/// <summary>The option <c>--older-than</c>: which ended runs are meant.</summary>
internal sealed class EndedAge : Option<string>
{
    public EndedAge()
        : base("--older-than") => (Description, HelpName) = ("Runs that ended longer ago than this, such as 30d or 12h.", "AGE");

    /// <summary>The text, once it is known to be a duration.</summary>
    public static string Check(string text)
        => Durations.TryParse(text, out _) ? text : throw new CliException(ExitCode.Usage, $"--older-than {text}: write a duration such as 30d or 12h.");
}
