namespace Reelway.Media.Tests;

/// <summary>A folder for one test, gone after it.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("reelway-media-test-").FullName;

    public MediaOptions Options => new() { Folder = File("media"), Encoders = 2 };

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, string content)
    {
        System.IO.File.WriteAllText(File(name), content);
        return File(name);
    }

    /// <summary>A program that stands between us and the real tool.</summary>
    public string WriteScript(string name, string content)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs scripts with #!");
        var path = Write(name, content);
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return path;
    }

    /// <summary>Names of what lies directly in the folder, our own notes aside.</summary>
    public IReadOnlyList<string> Names()
        => [.. Directory.EnumerateFileSystemEntries(Path).Select(System.IO.Path.GetFileName).OfType<string>().Where(name => name != "media").Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
