namespace Reelway.Contracts;

/// <summary>A folder of its own for one test, removed with all that is in it.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>The folder.</summary>
    public string FullPath { get; } = Directory.CreateTempSubdirectory("reelway-test-").FullName;

    /// <summary>A path below it.</summary>
    public string this[string name] => Path.Combine(FullPath, name);

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
