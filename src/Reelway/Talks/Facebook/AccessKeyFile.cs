using System.Text.Json;
using Reelway.Frame;
using Reelway.Frame.Cli;
using Reelway.Media;

namespace Reelway.Talks.Facebook;

/// <summary>The old bot's file: an object with a stage's name for each page and token.</summary>
internal static class AccessKeyFile
{
    private const int MostBytes = 4 * 1024 * 1024;

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    /// <summary>Reads the file.</summary>
    /// <exception cref="CliException">It is none; the sentence names the stage.</exception>
    public static IReadOnlyList<AccessKey> Read(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(NamedFile.Read(path, MostBytes), new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, AllowDuplicateProperties = false });
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.EnumerateObject().Any()
                ? [.. json.RootElement.EnumerateObject().Select(stage => KeyOf(path, stage))]
                : throw new CliException(ExitCode.Unusable, $"{path} must hold an object with a stage's name for each page and token.");
        }
        catch (JsonException problem)
        {
            throw new CliException(ExitCode.Unusable, JsonTrouble.Sentence(path, problem), problem);
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CliException(ExitCode.NotFound, $"There is no file {path}.", problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.Unusable, $"{path} can't be read: {problem.Message}", problem);
        }
    }

    /// <summary>Writes the file so that only its owner can read it, whole or not at all.</summary>
    /// <param name="replace">False: a file that is there is left as it is.</param>
    public static async Task WriteAsync(string path, IReadOnlyList<AccessKey> keys, bool replace, CancellationToken cancellation)
    {
        if (!replace && File.Exists(path))
        {
            throw new CliException(ExitCode.Conflict, $"{path} is there already; choose another file, or replace it with --force.");
        }

        var unfinished = $"{path}.{Environment.ProcessId}.part";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            await using (var file = new FileStream(unfinished, options))
            {
                await JsonSerializer.SerializeAsync(
                    file, keys.ToDictionary(key => key.Stage, key => new[] { key.Page, key.Token }), Readable, cancellation);
            }

            // Moved without overwriting unless it was asked for: somebody else may have made the file meanwhile.
            File.Move(unfinished, path, replace);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.Unusable, $"{path} can't be written: {problem.Message}", problem);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private static AccessKey KeyOf(string path, JsonProperty stage)
    {
        var key = StageKey.Read(stage.Name, stage.Value);
        if (key is null || !key.Page.All(char.IsAsciiDigit) || key.Page.Length is < 5 or > 30)
        {
            throw new CliException(ExitCode.Unusable, $"{path}: stage \"{stage.Name}\" has no page's id; write it as [\"PAGE ID\", \"TOKEN\"].");
        }

        return string.IsNullOrEmpty(key.Token) || key.Token.Any(char.IsWhiteSpace)
            ? throw new CliException(ExitCode.Unusable, $"{path}: stage \"{stage.Name}\" has no token; write it as [\"PAGE ID\", \"TOKEN\"].")
            : new AccessKey(key.Stage, key.Page, key.Token);
    }
}
