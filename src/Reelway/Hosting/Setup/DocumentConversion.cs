using System.Text;
using Reelway.Frame;
using Reelway.Frame.Cli;
using Reelway.Frame.Configuration;
using Reelway.Frame.Configuration.Documents;

namespace Reelway.Hosting.Setup;

/// <summary>An older system's documents as our own configuration.</summary>
internal sealed class DocumentConversion
{
    private const string Overlays = "environments";

    /// <summary>The files that they become; the first is the configuration, the others lie over it.</summary>
    public required IReadOnlyList<SetupFile> Files { get; init; }

    /// <summary>Every key with what became of it.</summary>
    public required IReadOnlyList<TakenKey> Keys { get; init; }

    /// <summary>What is wrong or doubtful.</summary>
    public required IReadOnlyList<SettingProblem> Problems { get; init; }

    /// <summary>True when every key was taken over or explained.</summary>
    public bool IsWhole => !Problems.Any(problem => problem.IsError) && !Keys.Any(key => key.Outcome == DocumentOutcome.Refused);

    /// <summary>Reads a document with all that belongs to it.</summary>
    /// <param name="folder">Where the configuration will lie.</param>
    /// <exception cref="CliException">Nothing can be made of it.</exception>
    public static DocumentConversion Of(SettingsCatalog catalog, string file, string folder)
    {
        if (!File.Exists(file))
        {
            throw new CliException(ExitCode.NotFound, $"There is no file {ShownText.Name(file)}.");
        }

        var problems = new SettingProblems();
        var reading = new DocumentReading(catalog.Documents, folder, static (text, _) => text, problems) { FollowsIncludes = false };
        var tree = reading.Read([file], new SettingMap([], new(SettingSource.Default, "default", 0, folder)));
        if (reading.Documents.Count == 0)
        {
            throw new CliException(ExitCode.Unusable, string.Join(' ', problems.All.Select(problem => problem.ToString())));
        }

        var files = new List<SetupFile> { Configuration(catalog, file, folder, tree, reading) };
        foreach (var (kind, path) in reading.Includes.SelectMany(include => OverlaysOf(include.File, include.Name).Select(path => (include.Kind, path))).Distinct())
        {
            var before = reading.Keys.Count;
            if (reading.ReadOverlay(kind, path) is { } over)
            {
                var yaml = new NativeYaml(catalog, reading.Keys.Skip(before), folder);
                var text = Header(path, folder) + yaml.Write(over);
                files.Add(new SetupFile($"{Overlays}/{Path.GetFileName(path)}", text, yaml.HoldsSecrets));
            }
        }

        return new DocumentConversion { Files = files, Keys = reading.Keys, Problems = problems.All };
    }

    private static SetupFile Configuration(SettingsCatalog catalog, string file, string folder, SettingMap tree, DocumentReading reading)
    {
        var yaml = new NativeYaml(catalog, reading.Keys, folder);
        var text = new StringBuilder(Header(file, folder));
        foreach (var (_, _, name) in reading.Includes)
        {
            text.Append("include: ").Append(StartingSettings.Quoted($"{Overlays}/{Path.GetFileName(name)}").Replace("$$", "$", StringComparison.Ordinal)).Append("  # ").Append(ShownText.Name(name)).Append("\n\n");
        }

        text.Append(yaml.Write(tree));
        foreach (var (outcome, heading) in new[] { (DocumentOutcome.Explained, "Needs no setting here:"), (DocumentOutcome.Refused, "Not taken over:") })
        {
            var keys = reading.Keys.Where(key => key.Outcome == outcome).ToList();
            if (keys.Count > 0)
            {
                text.Append("\n# ").Append(heading).Append('\n');
                keys.ForEach(key => text.Append("#   ").Append(ShownText.Line($"{key.Key} ({key.Origin}): {key.Reason}", 500)).Append('\n'));
            }
        }

        return new SetupFile(SettingsLoader.FileName, text.ToString(), yaml.HoldsSecrets);
    }

    private static string Header(string file, string folder)
        => $"# Made from {ShownText.Name(SettingsFiles.Shown(file, folder))}; behind each setting stands the key that it came from.\n\n";

    /// <summary>What a name with variables in it may lead to: every document of its folder.</summary>
    private static IEnumerable<string> OverlaysOf(DocumentFile file, string name)
        => file.Places(Path.GetDirectoryName(name) ?? string.Empty).FirstOrDefault(Directory.Exists) is { } folder && !folder.Contains('$', StringComparison.Ordinal)
            ? Directory.EnumerateFiles(folder, "*" + Path.GetExtension(name)).Where(path => path != file.Path).Order(StringComparer.Ordinal).Take(50)
            : [];
}
