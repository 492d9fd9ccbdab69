using System.CommandLine;
using System.Text;
using System.Text.Json;
using Reelway.Media;

namespace Reelway.Frame.Cli;

/// <summary>JSON that somebody types or has in a file.</summary>
internal static class CliJson
{
    // Above the largest input that the engine takes.
    private const int MostBytes = 64 * 1024 * 1024;

    /// <summary>Reads an option that may be left out.</summary>
    public static async Task<JsonElement?> ReadAsync(CliCall call, Option<string?> option)
        => call.Value(option) is { } text ? await ReadAsync(call, option.Name, text) : null;

    /// <summary>Reads it.</summary>
    /// <param name="option">How the option is called, for messages.</param>
    /// <param name="text">JSON; <c>@FILE</c>; or <c>-</c> for standard input.</param>
    public static async Task<JsonElement> ReadAsync(CliCall call, string option, string text)
    {
        var json = text switch
        {
            "-" => await call.Surroundings.In.ReadToEndAsync(call.Cancellation),
            ['@', .. var path] => await FileAsync(call, option, path),
            _ => text,
        };
        try
        {
            return JsonDocument.Parse(json).RootElement;
        }
        catch (JsonException problem)
        {
            throw new CliException(ExitCode.Unusable, JsonTrouble.Sentence(option, problem), problem);
        }
    }

    private static async Task<string> FileAsync(CliCall call, string option, string path)
    {
        try
        {
            return await NamedFile.ReadTextAsync(call.FullPath(path), MostBytes, Encoding.UTF8, call.Cancellation);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.Unusable, $"{option}: {call.FullPath(path)} can't be read: {problem.Message}", problem);
        }
    }
}
