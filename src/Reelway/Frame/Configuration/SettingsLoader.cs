using Reelway.Frame.Configuration.Documents;

namespace Reelway.Frame.Configuration;

/// <summary>
/// Reads the configuration, the later winning over the earlier: defaults, documents of older systems, <c>reelway.yaml</c>, its includes,
/// <c>environments/NAME.yaml</c>, <c>.env</c>, variables, command line.
/// </summary>
internal sealed class SettingsLoader(SettingsCatalog catalog)
{
    /// <summary>The file that is read when none is named.</summary>
    public const string FileName = "reelway.yaml";

    /// <summary>The name at the top that names documents of older systems.</summary>
    public const string Documents = "seed_documents";

    private const string VariablePrefix = "REELWAY__";

    /// <summary>Reads everything. Never throws for what an operator wrote; the problems are in the result.</summary>
    public Settings Load(SettingsRequest request)
    {
        var problems = new SettingProblems();
        var file = FindFile(request, problems);
        var isDocument = file is not null && DocumentReading.IsDocument(file, catalog.Documents, catalog.IsOwn);
        var baseDirectory = file is null ? request.WorkingDirectory : isDocument ? DocumentFile.RootOf(file) : Path.GetDirectoryName(file)!;
        var variables = new SettingsVariables(request, baseDirectory, problems);
        var files = new SettingsFiles(request, baseDirectory, variables, catalog, problems);
        List<string> named = isDocument ? [file!] : file is null ? [] : NamedDocuments(request, file, baseDirectory, variables, problems);
        string[] dotEnvs = [.. named.Select(DocumentFile.RootOf).Distinct().Select(root => variables.AddWeaker(request, root))];
        var documents = new DocumentReading(catalog.Documents, request.WorkingDirectory, files.Expand, problems);

        var tree = documents.Read(named, new SettingMap([], new(SettingSource.Default, "default", 0, baseDirectory)));
        tree = file is null || isDocument ? tree : files.Read(file, tree).Without(Documents);
        var environment = request.Environment ?? variables.Find("REELWAY_ENV") ?? variables.Find("ENV");
        tree = isDocument ? tree : Overlay(request, environment, baseDirectory, files, tree, problems);
        environment ??= documents.Environment;
        tree = Variables(variables, tree, problems);
        tree = CommandLine(request, tree, problems);
        string[] seen = [FileOf(request), Path.Combine(baseDirectory, ".env"), .. dotEnvs, .. documents.Seen, .. files.Seen];
        return Bind(tree, file, environment, baseDirectory, problems, [.. seen.Distinct()], variables, documents.Keys, () => Load(request));
    }

    private static string? Named(SettingsRequest request) => request.ConfigFile ?? request.Variables.GetValueOrDefault("REELWAY_CONFIG");

    private static string FileOf(SettingsRequest request) => Path.GetFullPath(Named(request) ?? FileName, request.WorkingDirectory);

    private static string? FindFile(SettingsRequest request, SettingProblems problems)
    {
        var named = Named(request);
        var file = FileOf(request);
        if (File.Exists(file))
        {
            return file;
        }

        if (named is not null)
        {
            problems.Error(named, null, Directory.Exists(file)
                ? "is a folder; name the file in it."
                : "there is no such file; check --config or REELWAY_CONFIG.");
        }

        return null;
    }

    /// <summary>The documents that a configuration names. It is read once for them alone, since they lie below it.</summary>
    private List<string> NamedDocuments(
        SettingsRequest request, string file, string baseDirectory, SettingsVariables variables, SettingProblems problems)
    {
        // What is wrong with it is reported when it is read for itself.
        var root = new SettingsFiles(request, baseDirectory, variables, catalog, new SettingProblems()).Read(file, new SettingMap([], new(SettingSource.Default, "default", 0, baseDirectory)));
        var named = new List<string>();
        foreach (var node in root.Find(Documents) switch { null or SettingValue { Text: null } => [], SettingList list => list.Items, { } one => [one] })
        {
            if (node is not SettingValue { Text: { Length: > 0 } name })
            {
                problems.Error(Documents, node.Origin, "must be a document's name or a list of such.");
            }
            else if (Path.GetFullPath(name, baseDirectory) is var path && File.Exists(path))
            {
                named.Add(path);
            }
            else
            {
                problems.Error(Documents, node.Origin, $"\"{ShownText.Name(name)}\" is not there: looked for {path}.");
            }
        }

        return named;
    }

    private static SettingMap Overlay(
        SettingsRequest request, string? environment, string baseDirectory, SettingsFiles files, SettingMap tree, SettingProblems problems)
    {
        if (string.IsNullOrEmpty(environment))
        {
            return tree;
        }

        // The name becomes part of a path.
        if (!environment.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            problems.Error("environment", null, $"\"{environment}\" is not a name of letters, digits, dashes and underscores; check --env, REELWAY_ENV or ENV.");
            return tree;
        }

        var file = Path.Combine(baseDirectory, "environments", $"{environment}.yaml");
        if (File.Exists(file))
        {
            return files.Read(file, tree);
        }

        // ENV may be meant for other programs; --env is meant for us.
        if (request.Environment is not null)
        {
            problems.Error("--env", null, $"there is no {SettingsFiles.Shown(file, request.WorkingDirectory)}.");
        }

        return tree;
    }

    private SettingMap Variables(SettingsVariables variables, SettingMap tree, SettingProblems problems)
    {
        tree = ForeignVariables.Over(tree, variables, catalog.HasFolded, SettingMerge.Put);
        foreach (var (name, value, origin) in variables.All)
        {
            // An empty variable is how compose files say "not given".
            if (!name.StartsWith(VariablePrefix, StringComparison.OrdinalIgnoreCase) || value.Length == 0)
            {
                continue;
            }

            var path = name[VariablePrefix.Length..].Split("__").Select(SettingNames.Fold).ToList();
            if (path.Any(part => part.Length == 0))
            {
                problems.Error(name, origin, "names no setting; write REELWAY__SECTION__NAME.");
            }
            else if (Value(variables, path, name, value, origin, problems) is { } node)
            {
                tree = SettingMerge.Put(tree, Resolve(tree, path), node);
            }
        }

        return tree;
    }

    private SettingNode? Value(
        SettingsVariables variables, List<string> path, string name, string value, SettingOrigin origin, SettingProblems problems)
    {
        const string FileSuffix = "_file";
        if (path[^1].EndsWith(FileSuffix, StringComparison.Ordinal) && !catalog.HasFolded(path))
        {
            path[^1] = path[^1][..^FileSuffix.Length];
            return variables.ReadFile(string.Join('.', path), value, origin) is { } held ? new SettingValue(held, origin with { IsHeldInFile = true }) : null;
        }

        return YamlSettings.ReadValue(value, origin, name, problems);
    }

    private static SettingMap CommandLine(SettingsRequest request, SettingMap tree, SettingProblems problems)
    {
        foreach (var (key, value, option) in request.CommandLine)
        {
            var origin = new SettingOrigin(SettingSource.CommandLine, option, 0, request.WorkingDirectory);
            if (SettingPath.Split(key) is not { } path)
            {
                problems.Error(key, origin, "is not a setting's name; write section.name, with double quotes around a part that holds a dot.");
            }
            else if (YamlSettings.ReadValue(value, origin, key, problems) is { } node)
            {
                tree = SettingMerge.Put(tree, path, node);
            }
        }

        return tree;
    }

    /// <summary>A variable's path as the tree spells it, where the tree has it already.</summary>
    private static List<string> Resolve(SettingMap tree, List<string> path)
    {
        SettingNode? at = tree;
        var resolved = new List<string>();
        foreach (var part in path)
        {
            var key = (at as SettingMap)?.Entries.Select(entry => entry.Key).FirstOrDefault(key => SettingNames.Fold(key) == part) ?? part;
            resolved.Add(key);
            at = (at as SettingMap)?.Find(key);
        }

        return resolved;
    }

    /// <summary>Puts the defaults that depend on the data directory below everything that is set.</summary>
    private SettingMap UnderData(string directory, SettingMap tree)
    {
        var origin = new SettingOrigin(SettingSource.Default, "default", 0, directory);
        var defaults = new SettingMap([], origin);
        foreach (var (key, path) in catalog.DataPaths)
        {
            defaults = SettingMerge.Put(defaults, SettingPath.Split(key)!, new SettingValue(Path.Combine(directory, path), origin));
        }

        return SettingMerge.Merge(defaults, tree);
    }

    private Settings Bind(
        SettingMap tree, string? file, string? environment, string baseDirectory, SettingProblems problems, IReadOnlyList<string> files,
        SettingsVariables variables, IReadOnlyList<TakenKey> documentKeys, Func<Settings> again)
    {
        var written = tree = catalog.Old.Apply(tree, problems);
        var secrets = new Secrets();
        foreach (var held in variables.ValuesRead)
        {
            secrets.Add(held);
        }

        var binder = new SettingsBinder(problems, secrets, baseDirectory);
        var sections = new Dictionary<Type, object>();
        foreach (var (name, type) in catalog.Sections)
        {
            sections.Add(type, binder.Section(name, type, tree.Find(name)));
            tree = sections[type] is DataOptions data ? UnderData(data.Directory, tree) : tree;
        }

        var connections = new ConnectionBinder(catalog, binder, problems).Bind(tree);
        binder.Unknown(string.Empty, tree, catalog.TopNames);
        return new Settings(sections)
        {
            File = file,
            Environment = environment,
            BaseDirectory = baseDirectory,
            Connections = connections,
            // A secret may also have been written where none belongs; all of them are known only now.
            Effective = [.. binder.Effective.Select(setting => setting.Without(secrets))],
            Problems = [.. problems.All.Select(problem => problem with { Message = secrets.Clean(problem.Message) })],
            Secrets = secrets,
            Tree = written,
            Conflicts = SettingConflict.In(written),
            DocumentKeys = documentKeys,
            Files = files,
            ValueFiles = variables.FilesRead,
            ReadAgain = again,
        };
    }
}
