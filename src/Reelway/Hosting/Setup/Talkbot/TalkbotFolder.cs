using System.Text;
using System.Text.Json;
using Reelway.Frame.Configuration;
using Reelway.Media;

namespace Reelway.Hosting.Setup.Talkbot;

/// <summary>Reads the old program's folder: its environment files and its JSON documents, not what lies in folders below, and no code.</summary>
internal sealed class TalkbotFolder(string folder)
{
    // The largest honest one is a table of stages, a few kB; larger files are something else.
    private const int LargestFileBytes = 1024 * 1024;
    private const int MostFiles = 1000;

    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    private readonly List<ForeignField> _fields = [];
    private readonly List<ImportedField> _refused = [];

    /// <summary>The fields of environment files, then those of documents, by the files' names.</summary>
    public IReadOnlyList<ForeignField> Fields => _fields;

    /// <summary>What could not be read.</summary>
    public IReadOnlyList<ImportedField> Refused => _refused;

    /// <summary>Documents by what they look like: files that hold no named settings but one thing as a whole.</summary>
    public IReadOnlyList<(string File, JsonElement Root)> Documents => _documents;

    private readonly List<(string File, JsonElement Root)> _documents = [];

    /// <summary>Reads everything; what can't be read is told in <see cref="Refused"/>.</summary>
    public void Read()
    {
        var files = Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Take(MostFiles).ToList();
        foreach (var file in files.Where(IsEnvironment))
        {
            Guarded(file, ReadEnvironment);
        }

        foreach (var file in files.Where(file => Path.GetExtension(file).Equals(".json", StringComparison.OrdinalIgnoreCase)))
        {
            Guarded(file, ReadDocument);
        }
    }

    /// <summary>A document inside a value, or in a file that a value names; null when it is neither.</summary>
    public JsonElement? Inner(ForeignField field)
    {
        if (field.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
        {
            return field.Value;
        }

        if (field.Text is not { } text)
        {
            return null;
        }

        return text[0] is '{' or '[' ? Parsed(text) : _documents.Find(document => document.File == Path.GetFileName(text)).Root is { ValueKind: not JsonValueKind.Undefined } root ? root : null;
    }

    private static bool IsEnvironment(string file)
        => Path.GetExtension(file) is ".env" || Path.GetFileName(file) is "env" or "environment";

    private static JsonElement? Parsed(string text)
    {
        try
        {
            return JsonDocument.Parse(text, Lenient).RootElement;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void Guarded(string file, Action<string, string> read)
    {
        var name = Path.GetFileName(file);
        try
        {
            if (new FileInfo(file).Length > LargestFileBytes)
            {
                Refuse(name, "is larger than 1 MiB, so it holds no settings.");
                return;
            }

            read(file, name);
        }
        catch (JsonException problem)
        {
            Refuse(problem.LineNumber is { } line ? $"{name}:{line + 1}" : name, "is not readable as JSON; correct it and import again.");
        }
        catch (DecoderFallbackException)
        {
            Refuse(name, "is not UTF-8 text.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            Refuse(name, $"can't be read: {problem.Message}");
        }
    }

    private void ReadEnvironment(string file, string name)
    {
        var problems = new SettingProblems();
        _fields.AddRange(DotEnvFile.Read(file, name, problems).Select(entry => ForeignField.OfText(entry.Name, $"{name}:{entry.Line}", entry.Value)));
        _refused.AddRange(problems.All.Where(problem => problem.IsError)
            .Select(problem => new ImportedField("(line)", problem.Origin?.ToString() ?? name, ImportOutcome.Refused, string.Empty, problem.Message)));
    }

    private void ReadDocument(string file, string name)
    {
        var text = NamedFile.ReadText(file, LargestFileBytes, new UTF8Encoding(false, throwOnInvalidBytes: true));
        var root = JsonDocument.Parse(text, Lenient).RootElement;
        if (TalkbotRules.IsSettings(root))
        {
            _fields.AddRange(root.EnumerateObject().Select(property => new ForeignField(property.Name, name, property.Value)));
        }
        else
        {
            _documents.Add((name, root));
        }
    }

    private void Refuse(string source, string reason) => _refused.Add(new("(file)", source, ImportOutcome.Refused, string.Empty, reason));
}
