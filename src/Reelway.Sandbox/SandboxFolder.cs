namespace Reelway.Sandbox;

/// <summary>Where uploaded files lie: a given folder, which stays, or an own temporary one, which goes.</summary>
internal sealed class SandboxFolder : IDisposable
{
    private readonly bool _isOwn;

    public SandboxFolder(string? folder)
    {
        _isOwn = folder is null;
        Path = _isOwn
            ? Directory.CreateTempSubdirectory("reelway-sandbox-").FullName
            : Directory.CreateDirectory(System.IO.Path.GetFullPath(folder!)).FullName;
    }

    public string Path { get; }

    public void Dispose()
    {
        if (_isOwn && Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
