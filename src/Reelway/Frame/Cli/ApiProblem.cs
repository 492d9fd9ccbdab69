using System.Net;
using System.Text.Json;
using Reelway.Frame.Web;

namespace Reelway.Frame.Cli;

/// <summary>Turns the API's refusals (problem+json) into what the shell and the user get.</summary>
internal static class ApiProblem
{
    /// <summary>The exception that ends the command.</summary>
    public static CliException From(HttpStatusCode status, string body, Uri asked)
    {
        var problem = Parse(body);
        var code = Text(problem, "code") ?? string.Empty;
        var sentence = Text(problem, "detail") ?? Text(problem, "title") ?? $"{asked} answered {(int)status} ({status}).";
        var parts = Parts(problem).Where(part => !sentence.Contains(part, StringComparison.Ordinal));
        return new CliException(ExitCodeOf(status, code), string.Join(' ', parts.Prepend(sentence))) { Code = code.Length > 0 ? code : null };
    }

    private static int ExitCodeOf(HttpStatusCode status, string code) => (int)status switch
    {
        // Same key, other input: the thing exists and is another (UX of idempotent starts).
        422 when code.Contains("conflict", StringComparison.Ordinal) || code.Contains("differs", StringComparison.Ordinal)
            || code.Contains("idempotency", StringComparison.Ordinal) => ExitCode.Conflict,
        400 or 413 or 415 or 422 => ExitCode.Unusable,
        401 or 403 or 407 or 421 or 502 or 503 or 504 => ExitCode.Connection,
        404 or 410 => ExitCode.NotFound,
        409 or 412 => ExitCode.Conflict,
        _ => ExitCode.Failed,
    };

    private static IEnumerable<string> Parts(JsonElement? problem)
    {
        if (problem is { } found && found.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array)
        {
            foreach (var error in errors.EnumerateArray())
            {
                if (Text(error, "message") is { } message)
                {
                    yield return ProblemError.SentenceOf(Text(error, "pointer") ?? "", message);
                }
            }
        }
    }

    private static JsonElement? Parse(string body)
    {
        try
        {
            var root = JsonDocument.Parse(body).RootElement;
            return root.ValueKind == JsonValueKind.Object ? root : null;
        }
        catch (JsonException)
        {
            // A proxy's page, or something that isn't a Reelway: the status alone speaks.
            return null;
        }
    }

    private static string? Text(JsonElement? element, string name)
        => element is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
