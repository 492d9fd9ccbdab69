namespace Reelway.Frame.Configuration.Documents;

/// <summary>Where a document lies, and what the names in it are relative to.</summary>
/// <param name="Path">The file.</param>
/// <param name="ShownAs">The file as messages name it.</param>
/// <param name="Text">What it holds, variables and all.</param>
internal sealed record DocumentFile(string Path, string ShownAs, string Text)
{
    // Older systems keep their documents in folders of their own, and name files from the one above.
    private static readonly string[] Folders = ["environments", "config"];

    /// <summary>The installation that it belongs to, which its paths are relative to.</summary>
    public string Root => RootOf(Path);

    /// <summary>The folder that it lies in.</summary>
    public string Directory => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>The installation that a document belongs to.</summary>
    public static string RootOf(string path)
        => Folders.Aggregate(System.IO.Path.GetDirectoryName(path)!, (directory, name) => System.IO.Path.GetFileName(directory) == name ? System.IO.Path.GetDirectoryName(directory)! : directory);

    /// <summary>A place in it.</summary>
    public SettingOrigin Origin(int line) => new(SettingSource.File, ShownAs, line, Root);

    /// <summary>Where a file is looked for that the document names.</summary>
    public IEnumerable<string> Places(string name) => new[] { System.IO.Path.GetFullPath(name, Root), System.IO.Path.GetFullPath(name, Directory) }.Distinct();

    /// <summary>The file of that name; null when it is not there.</summary>
    public string? Locate(string name) => Places(name).FirstOrDefault(System.IO.File.Exists);

    /// <summary>A file in the same folder; null when it is not there.</summary>
    public string? LocateBeside(string name) => System.IO.Path.Combine(Directory, name) is var path && System.IO.File.Exists(path) ? path : null;
}
