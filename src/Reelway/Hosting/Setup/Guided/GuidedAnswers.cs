using System.Text.Json;
using Reelway.Frame;
using Reelway.Frame.Cli;

namespace Reelway.Hosting.Setup.Guided;

/// <summary>Where the answers come from: a person at a terminal, or a file for scripts.</summary>
/// <param name="file">By the questions' names; null: a person answers.</param>
internal sealed class GuidedAnswers(CliCall call, IReadOnlyDictionary<string, string>? file)
{
    private const string Kept = "as before";

    private readonly Dictionary<string, string> _given = new(StringComparer.Ordinal);

    /// <summary>True when somebody can be asked again.</summary>
    public bool CanAskAgain => file is null;

    /// <summary>Reads a file with answers.</summary>
    /// <exception cref="CliException">It is no such file; the sentence says why, and quotes nothing.</exception>
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(CliCall call, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(await NamedInput.ReadAsync(call, path, "the answers"));
            if (document.RootElement.ValueKind != JsonValueKind.Object || document.RootElement.EnumerateObject().Any(answer => answer.Value.ValueKind != JsonValueKind.String))
            {
                throw new CliException(ExitCode.Unusable, "The answers must be a JSON object with a text for each question: {\"network\": \"twitter\", …}.");
            }

            var answers = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var answer in document.RootElement.EnumerateObject())
            {
                if (!GuidedQuestion.All.Any(question => question.Name == answer.Name))
                {
                    throw new CliException(
                        ExitCode.Unusable, $"The answers have \"{ShownText.Name(answer.Name)}\", which nobody asks for; known are {string.Join(", ", GuidedQuestion.All.Select(question => question.Name))}.");
                }

                answers[answer.Name] = answer.Value.GetString()!.Trim();
            }

            return answers;
        }
        catch (JsonException problem)
        {
            throw new CliException(ExitCode.Unusable, JsonTrouble.Sentence("The file with the answers", problem), problem);
        }
    }

    /// <summary>The answer to a question; one that was given before is offered again.</summary>
    /// <exception cref="CliException">There is none that is good.</exception>
    public string Take(GuidedQuestion question)
    {
        if (file is not null)
        {
            var answer = file.GetValueOrDefault(question.Name) ?? question.Otherwise ?? throw new CliException(ExitCode.Usage, $"The answers lack \"{question.Name}\": {question.Text}.");
            return _given[question.Name] = question.Problem(answer) is { } wrong ? throw new CliException(ExitCode.Usage, $"The answer to \"{question.Name}\" {wrong}") : answer;
        }

        while (true)
        {
            var before = _given.GetValueOrDefault(question.Name);
            var offered = before is { Length: > 0 } && question.IsSecret ? Kept : before ?? question.Otherwise;
            var typed = call.Console.Ask($"{question.Text}{(offered is { Length: > 0 } ? $" [{offered}]" : "")}:");
            var answer = typed.Length > 0 ? typed : before ?? question.Otherwise ?? "";
            if (question.Problem(answer) is not { } problem)
            {
                return _given[question.Name] = answer;
            }

            // An end of input is no answer that another question would bring.
            if (call.Surroundings.In.Peek() < 0)
            {
                throw new CliException(ExitCode.Usage, $"\"{question.Name}\" {problem}");
            }

            call.Console.Prompt($"That {problem}");
        }
    }
}
