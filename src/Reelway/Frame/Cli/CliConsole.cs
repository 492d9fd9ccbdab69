using System.Text.Encodings.Web;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Reelway.Frame.Cli;

/// <summary>What a command says and shows: data to standard output, talk to standard error.</summary>
internal sealed class CliConsole(CliSurroundings surroundings, OutputFormat format, bool quiet, bool verbose, bool colored, Func<string, string> withoutSecrets)
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        // The output is read by people and by programs, never put into HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly List<string> _failures = [];

    /// <summary>True when details of failures are wanted.</summary>
    public bool IsVerbose => verbose;

    /// <summary>True when nothing but errors is to be said.</summary>
    public bool IsQuiet => quiet;

    /// <summary>How data is shown.</summary>
    public OutputFormat Format => format;

    /// <summary>True when a person is there to answer.</summary>
    public bool CanAsk => surroundings is { InIsTerminal: true, ErrorIsTerminal: true };

    /// <summary>True when somebody watches the talk on a terminal that can draw.</summary>
    public bool CanDraw => surroundings.ErrorIsTerminal && !quiet && surroundings.Variables.GetValueOrDefault("TERM") is not (null or "dumb");

    /// <summary>Says something in passing.</summary>
    public void Say(string sentence)
    {
        if (!quiet)
        {
            surroundings.Error.WriteLine(CliText.Clean(withoutSecrets(sentence)));
        }
    }

    /// <summary>Says what a person has to know for the command to go on, however quiet it is to be.</summary>
    public void Prompt(string sentence) => surroundings.Error.WriteLine(CliText.Clean(withoutSecrets(sentence)));

    /// <summary>Says something that only those want to know who asked for more.</summary>
    public void Detail(string sentence)
    {
        if (verbose)
        {
            // A failure's stack has a line for each call.
            surroundings.Error.WriteLine(string.Join('\n', withoutSecrets(sentence).Split('\n').Select(CliText.Clean)));
        }
    }

    /// <summary>Says what is doubtful.</summary>
    public void Warn(string sentence) => Say($"warning: {sentence}");

    /// <summary>Says why the command ends. Programs hear it in <see cref="End"/>, all of it at once.</summary>
    public void Fail(string sentence)
    {
        var clean = CliText.Clean(withoutSecrets(sentence));
        _failures.Add(clean);
        if (format != OutputFormat.Json)
        {
            surroundings.Error.WriteLine($"error: {clean}");
        }
    }

    /// <summary>Ends the command: programs are given what <see cref="Fail"/> said, as JSON.</summary>
    /// <param name="code">Stable word of the API's refusal, if it was one.</param>
    /// <param name="details">Shown to those who asked for more.</param>
    public void End(int exitCode, string? code = null, Exception? details = null)
    {
        var more = details is not null && verbose ? withoutSecrets(details.ToString()) : null;
        if (format == OutputFormat.Json && _failures.Count > 0)
        {
            surroundings.Error.WriteLine(CliFailure.Of(_failures, exitCode, code, more).ToJson());
        }
        else if (more is not null)
        {
            surroundings.Error.WriteLine(more);
        }
    }

    /// <summary>Shows data: as the API shapes it, or for people.</summary>
    /// <param name="data">One thing, or <c>{items: […]}</c>.</param>
    public void Show(JsonElement data, Action<CliText> forPeople)
    {
        switch (format)
        {
            case OutputFormat.Json:
                surroundings.Out.WriteLine(ShownText.Escaped(JsonSerializer.Serialize(data, Readable)));
                break;
            case OutputFormat.Yaml:
                WriteYaml(data);
                break;
            case OutputFormat.Ids:
                WriteIds(data);
                break;
            default:
                forPeople(new CliText(surroundings.Out, colored));
                break;
        }
    }

    /// <summary>Shows data that no API has shaped.</summary>
    public void Show<T>(T data, Action<CliText> forPeople) => Show(JsonSerializer.SerializeToElement(data, Readable), forPeople);

    /// <summary>Asks; true for yes. Without a terminal nobody can be asked, which is a refusal with a hint.</summary>
    public bool Confirm(string question, bool yes)
    {
        if (yes)
        {
            return true;
        }

        if (!CanAsk)
        {
            throw new CliException(ExitCode.Usage, $"{question} Nobody is there to answer: say yes with --yes.");
        }

        surroundings.Error.Write($"{CliText.Clean(question)} [y/N] ");
        return surroundings.In.ReadLine()?.Trim().ToUpperInvariant() is "Y" or "YES";
    }

    /// <summary>Reads a line that a person types or pastes, or a program writes; empty when there is none.</summary>
    /// <param name="question">Shown when a person is there to answer it.</param>
    public string Ask(string question)
    {
        if (CanAsk)
        {
            surroundings.Error.Write($"{CliText.Clean(question)} ");
        }

        return surroundings.In.ReadLine()?.Trim() ?? "";
    }

    private void WriteIds(JsonElement data)
    {
        var items = data.ValueKind == JsonValueKind.Object && data.TryGetProperty("items", out var list) ? list.EnumerateArray() : Enumerable.Repeat(data, 1);
        foreach (var item in items)
        {
            JsonElement id = default;
            var hasId = item.ValueKind == JsonValueKind.Object && (item.TryGetProperty("id", out id) || item.TryGetProperty("key", out id));
            surroundings.Out.WriteLine(hasId
                ? CliText.Clean(id.ToString())
                : throw new CliException(ExitCode.Usage, "What this command shows has no ids; use another --output."));
        }
    }

    private void WriteYaml(JsonElement data)
    {
        using var document = new StringWriter(System.Globalization.CultureInfo.InvariantCulture);
        var yaml = new Emitter(document);
        yaml.Emit(new StreamStart());
        yaml.Emit(new DocumentStart(null, null, true));
        Emit(yaml, data);
        yaml.Emit(new DocumentEnd(true));
        yaml.Emit(new StreamEnd());
        surroundings.Out.Write(ShownText.Escaped(document.ToString()));
    }

    private static void Emit(Emitter yaml, JsonElement data)
    {
        switch (data.ValueKind)
        {
            case JsonValueKind.Object:
                yaml.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, true, MappingStyle.Block));
                foreach (var property in data.EnumerateObject())
                {
                    yaml.Emit(new Scalar(property.Name));
                    Emit(yaml, property.Value);
                }

                yaml.Emit(new MappingEnd());
                break;
            case JsonValueKind.Array:
                yaml.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, true, SequenceStyle.Block));
                foreach (var item in data.EnumerateArray())
                {
                    Emit(yaml, item);
                }

                yaml.Emit(new SequenceEnd());
                break;
            case JsonValueKind.String:
                // Quoted, so that "no", "12" and "null" stay text for whoever reads it.
                yaml.Emit(new Scalar(AnchorName.Empty, TagName.Empty, data.GetString()!, ScalarStyle.DoubleQuoted, true, true));
                break;
            default:
                yaml.Emit(new Scalar(data.GetRawText()));
                break;
        }
    }
}
