using System.Text.Json;

namespace Reelway.Hosting.Cli;

/// <summary>JSON that somebody types or has in a file.</summary>
internal static class CliJson
{
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
            return await File.ReadAllTextAsync(call.FullPath(path), call.Cancellation);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.Unusable, $"{option}: {call.FullPath(path)} can't be read: {problem.Message}", problem);
        }
    }
}
