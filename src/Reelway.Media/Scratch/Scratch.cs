using Microsoft.Extensions.Logging;

namespace Reelway.Media;

/// <summary>An empty folder for one piece of work. Disposing removes it with all that is in it.</summary>
public sealed class Scratch : IDisposable
{
    private readonly OwnedFolder _folder;
    private readonly ILogger _log;
    private int _disposed;

    internal Scratch(OwnedFolder folder, ILogger log)
    {
        _folder = folder;
        _log = log;
    }

    /// <summary>Full path of the folder.</summary>
    public string Path => _folder.Path;

    /// <summary>Full path of a file in the folder.</summary>
    /// <param name="name">A plain name. Never a title or another text from outside: that may be a path.</param>
    public string File(string name)
        => System.IO.Path.GetFileName(name) == name && name is not ("" or "." or "..")
            ? System.IO.Path.Combine(Path, name)
            : throw new ArgumentException($"\"{name}\" is not a plain file name.", nameof(name));

    /// <summary>Removes the folder. What cannot be removed now is logged, and removed at the next start.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        try
        {
            _folder.Dispose();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _log.ScratchStays(Path, fault);
        }
    }
}
