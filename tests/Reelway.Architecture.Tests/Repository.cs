using Mono.Cecil;

namespace Reelway.Architecture.Tests;

/// <summary>The repository that these tests were built from: its files, and its assemblies as they were built.</summary>
internal static class Repository
{
    private static readonly string[] Folders =
        [".ci", "bench", "deploy", "docs", "eng", "samples", "src", "tests", "workers"];

    private static readonly string[] RootFiles =
        ["reelway", "test", "*.md", "*.props", "*.slnx", "*.json", ".editorconfig", ".gitignore"];

    private static readonly string[] NotOurs = ["artifacts", "bin", "obj", "node_modules"];

    public static string Root { get; } = FindRoot();

    /// <summary>What git would hold, found without git, so that it also works in an unpacked archive.</summary>
    public static IReadOnlyList<SourceFile> Files { get; } = ReadFiles();

    /// <summary>The product's own assemblies, which were copied beside these tests.</summary>
    public static IReadOnlyList<AssemblyDefinition> Assemblies { get; } =
    [
        .. Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll")
            .Where(path => IsOurs(Path.GetFileNameWithoutExtension(path)))
            .Order(StringComparer.Ordinal)
            .Select(AssemblyDefinition.ReadAssembly),
    ];

    public static bool IsOurs(string assembly)
        => (assembly == "reelway" || assembly.StartsWith("Reelway.", StringComparison.Ordinal))
            && !assembly.EndsWith(".Tests", StringComparison.Ordinal);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Reelway.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName
            ?? throw new InvalidOperationException($"There is no Reelway.slnx above {AppContext.BaseDirectory}.");
    }

    private static List<SourceFile> ReadFiles()
    {
        var paths = RootFiles.SelectMany(pattern => Directory.EnumerateFiles(Root, pattern))
            .Concat(Folders.Select(name => Path.Combine(Root, name)).Where(Directory.Exists).SelectMany(FilesBelow));
        return
        [
            .. paths.Select(path => new SourceFile(Path.GetRelativePath(Root, path).Replace('\\', '/'), File.ReadAllText(path)))
                .Where(file => !file.Text.Contains('\0', StringComparison.Ordinal)),
        ];
    }

    private static IEnumerable<string> FilesBelow(string folder)
        => Directory.EnumerateFiles(folder)
            .Concat(Directory.EnumerateDirectories(folder)
                .Where(child => !NotOurs.Contains(Path.GetFileName(child)))
                .SelectMany(FilesBelow));
}
