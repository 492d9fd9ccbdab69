namespace Reelway.Frame.Cli;

/// <summary>Ends a command with an exit code and a sentence: what is wrong, with what, and what to do.</summary>
/// <param name="exitCode">One of <see cref="Cli.ExitCode"/>.</param>
internal sealed class CliException(int exitCode, string sentence, Exception? inner = null) : Exception(sentence, inner)
{
    /// <summary>What the shell gets.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>Stable word for programs, as the API answered it: <c>run-not-found</c>; null when this process refused.</summary>
    public string? Code { get; init; }
}
