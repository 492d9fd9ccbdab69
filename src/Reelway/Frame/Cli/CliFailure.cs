using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Reelway.Frame.Cli;

/// <summary>Why a command ended, as <c>--json</c> says it on standard error: <c>{"error":{"message":…,"exitCode":…}}</c>, on one line.</summary>
/// <param name="Message">What the command says otherwise, in one text.</param>
/// <param name="ExitCode">What the shell gets.</param>
/// <param name="Code">Stable word of the API's refusal: <c>run-not-found</c>.</param>
/// <param name="Messages">The sentences, where there are several.</param>
/// <param name="Details">The exception, with <c>--verbose</c>.</param>
internal sealed record CliFailure(string Message, int ExitCode, string? Code = null, IReadOnlyList<string>? Messages = null, string? Details = null)
{
    private static readonly JsonSerializerOptions Line = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // Read by programs and people, never put into HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The failure of sentences that were said one after the other.</summary>
    public static CliFailure Of(IReadOnlyList<string> sentences, int exitCode, string? code = null, string? details = null)
        => new(string.Join(' ', sentences), exitCode, code, sentences.Count > 1 ? sentences : null, details);

    /// <summary>True when a command line asks for JSON, even one that can't be understood otherwise.</summary>
    public static bool IsWantedBy(IReadOnlyList<string> args)
    {
        var own = args.TakeWhile(arg => arg != "--").ToList();
        return own.Contains("--json") || own.Contains("--output=json") || own.Contains("--output:json") || own.Zip(own.Skip(1)).Contains(("--output", "json"));
    }

    public string ToJson() => JsonSerializer.Serialize(new { error = this }, Line);
}
