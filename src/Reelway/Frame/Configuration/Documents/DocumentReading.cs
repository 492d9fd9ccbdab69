using System.Text;
using Reelway.Media;

namespace Reelway.Frame.Configuration.Documents;

/// <summary>Reads the documents of older systems: their kinds, what they include and name, and the settings that come of them.</summary>
/// <param name="expand">Puts variables into a value; answers null for "not set".</param>
internal sealed class DocumentReading(
    IReadOnlyList<SeedDocument> kinds, string workingDirectory, Func<string, SettingOrigin, string?> expand, SettingProblems problems)
{
    /// <summary>The key by which a document names others that are laid over it.</summary>
    private const string Include = "include";

    // A configuration is written by hand; a larger file is something else, given by mistake.
    private const int MostBytes = 4 * 1024 * 1024;

    // Far more than any installation has; they end documents that name each other without end.
    private const int MostDocuments = 50;

    private readonly List<string> _seen = [];
    private readonly List<(SeedDocument Kind, DocumentFile File, string Name)> _includes = [];
    private readonly List<(SeedDocument Kind, DocumentMapping Mapping)> _documents = [];

    /// <summary>The files that were read or looked for.</summary>
    public IReadOnlyList<string> Seen => _seen;

    /// <summary>False to leave out what documents include: then each is read for itself.</summary>
    public bool FollowsIncludes { get; init; } = true;

    /// <summary>The documents that were read, each with its kind, in the order in which they were met.</summary>
    public IReadOnlyList<(SeedDocument Kind, DocumentMapping Mapping)> Documents => _documents;

    /// <summary>What was to be included and was left out: the document that names it, and the name, variables and all.</summary>
    public IReadOnlyList<(SeedDocument Kind, DocumentFile File, string Name)> Includes => _includes;

    /// <summary>Every key with what became of it.</summary>
    public IReadOnlyList<TakenKey> Keys => [.. _documents.SelectMany(document => document.Mapping.Keys)];

    /// <summary>The environment that they name; null when they name none.</summary>
    public string? Environment => _documents.Select(document => document.Mapping.Environment).FirstOrDefault(name => name is not null);

    /// <summary>True when the file holds a document of one of these kinds, or what was one before it lost its indentation.</summary>
    /// <param name="native">True for a name at the top that only our own configuration has.</param>
    public static bool IsDocument(string file, IReadOnlyList<SeedDocument> kinds, Func<string, bool> native)
    {
        if (kinds.Count == 0 || TextOf(file, _ => { }) is not { } text)
        {
            return false;
        }

        if (LostIndentation.Find(text, kinds) is not null)
        {
            return true;
        }

        using var reader = new StringReader(text);
        return YamlSettings.Read(reader, file, string.Empty, static (value, _) => value, new SettingProblems()) is { } root
            && kinds.Any(kind => kind.Fits(root)) && !root.Entries.Any(entry => native(entry.Key));
    }

    /// <summary>The settings of these documents, and of those that they name.</summary>
    public SettingMap Read(IEnumerable<string> files, SettingMap below)
    {
        var waiting = new Queue<string>(files);
        var done = new HashSet<string>(StringComparer.Ordinal);
        var found = new List<(int Layer, SettingMap Settings)>();
        while (waiting.TryDequeue(out var file) && done.Count < MostDocuments)
        {
            if (!done.Add(file) || Document(file) is not var (kind, mapping))
            {
                continue;
            }

            found.Add((kind.Layer, mapping.Settings));
            foreach (var other in mapping.Named.Concat(kind.Companions.Select(mapping.File.LocateBeside).OfType<string>()))
            {
                waiting.Enqueue(other);
            }
        }

        return found.OrderBy(one => one.Layer).Aggregate(below, (tree, one) => SettingMerge.Merge(tree, one.Settings) with { Origin = below.Origin });
    }

    /// <summary>The settings of an overlay, which is of the kind of the document that it lies over, however few of its keys it has; null when it can't be read.</summary>
    public SettingMap? ReadOverlay(SeedDocument kind, string path)
        => Load(path) is var (file, root) ? Taken(kind, file, root.Without(Include)).Item2.Settings : null;

    private (SeedDocument, DocumentMapping)? Document(string path)
    {
        if (Load(path) is not var (file, root))
        {
            return null;
        }

        if (kinds.FirstOrDefault(kind => kind.Fits(root)) is not { } kind)
        {
            problems.Error(file.ShownAs, null, $"is none of the documents that can be taken over, by its keys; those are {string.Join(", ", kinds.Select(each => each.Name))}.");
            return null;
        }

        if (!FollowsIncludes)
        {
            _includes.AddRange(IncludesOf(root).Select(one => (kind, file, one.Text!)));
        }

        return Taken(kind, file, FollowsIncludes ? Included(file, root, [path]) : root.Without(Include));
    }

    private (SeedDocument, DocumentMapping) Taken(SeedDocument kind, DocumentFile file, SettingMap root)
    {
        var mapping = new DocumentMapping(file, problems).Take(kind, root);
        _documents.Add((kind, mapping));
        return (kind, mapping);
    }

    private SettingMap Included(DocumentFile file, SettingMap root, IReadOnlyList<string> from)
    {
        var result = root.Without(Include);
        foreach (var node in IncludesOf(root))
        {
            var name = node.Text!;
            if (file.Locate(name) is not { } path)
            {
                _seen.AddRange(file.Places(name));
                problems.Error(Include, node.Origin, $"\"{ShownText.Name(name)}\" is not there: looked for {string.Join(" and ", file.Places(name))}.");
            }
            else if (from.Contains(path))
            {
                problems.Error(Include, node.Origin, $"the files include each other in a circle: {string.Join(" -> ", from.Append(path).Select(one => SettingsFiles.Shown(one, workingDirectory)))}.");
            }
            else if (Load(path) is var (over, map))
            {
                result = SettingMerge.Merge(result, Included(over, map, [.. from, path]));
            }
        }

        return result;
    }

    private static IEnumerable<SettingValue> IncludesOf(SettingMap root)
        => (root.Find(Include) switch { null => [], SettingList list => list.Items, { } one => [one] }).OfType<SettingValue>().Where(one => !string.IsNullOrEmpty(one.Text));

    private (DocumentFile File, SettingMap Root)? Load(string path)
    {
        _seen.Add(path);
        var shown = SettingsFiles.Shown(path, workingDirectory);
        if (TextOf(path, why => problems.Error(shown, null, why)) is not { } text)
        {
            return null;
        }

        var file = new DocumentFile(path, shown, text);
        if (LostIndentation.Find(text, kinds) is var (section, line, key, keyLine))
        {
            problems.Error(section, file.Origin(line), $"has nothing below it, and {key} (line {keyLine}), which belongs to it, stands at the same level: the document has lost its indentation. Indent what belongs to a section by two spaces, throughout.");
            return null;
        }

        using var reader = new StringReader(text);
        return YamlSettings.Read(reader, shown, file.Root, expand, problems) is { } root ? (file, root) : null;
    }

    private static string? TextOf(string path, Action<string> fail)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MostBytes })
            {
                fail("is larger than 4 MB, so it is hardly a configuration.");
                return null;
            }

            return NamedFile.ReadText(path, MostBytes, new UTF8Encoding(false, throwOnInvalidBytes: true));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            fail($"can't be read: {problem.Message}");
        }
        catch (DecoderFallbackException)
        {
            fail("is not UTF-8 text.");
        }

        return null;
    }
}
