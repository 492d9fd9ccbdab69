using System.Text;
using Reelway.Media;

namespace Reelway.Frame.Cli;

/// <summary>A text that a command is given by a file, or by standard input.</summary>
internal static class NamedInput
{
    // A queue's message has at most 1 MiB.
    private const int MostBytes = 4 * 1024 * 1024;

    /// <param name="path">The file; - for standard input.</param>
    /// <param name="what">What it holds, with its article: <c>the event</c>.</param>
    /// <exception cref="CliException">It can't be read.</exception>
    public static async Task<string> ReadAsync(CliCall call, string path, string what)
    {
        try
        {
            return path == "-"
                ? await call.Surroundings.In.ReadToEndAsync(call.Cancellation)
                : await NamedFile.ReadTextAsync(call.FullPath(path), MostBytes, Encoding.UTF8, call.Cancellation);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CliException(ExitCode.NotFound, $"There is no file {call.FullPath(path)}; name the file that holds {what}.", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.Unusable, $"{char.ToUpperInvariant(what[0])}{what[1..]} {call.FullPath(path)} can't be read: {failure.Message}", failure);
        }
    }
}
