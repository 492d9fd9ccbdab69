namespace Reelway.Media;

/// <summary>
/// A folder that belongs to one living process. A lock file beside it is held open until the end: the kernel frees it whatever way
/// the owner dies, so a free lock means an abandoned folder, across users of the same disk, containers included.
/// </summary>
internal sealed class OwnedFolder : IDisposable
{
    private const string LockSuffix = ".lock";

    private readonly FileStream _lock;

    private OwnedFolder(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    public string Path { get; }

    /// <summary>A new, empty folder of our own below <paramref name="root"/>.</summary>
    /// <exception cref="MediaException">The disk is full.</exception>
    public static OwnedFolder Create(string root)
    {
        try
        {
            Directory.CreateDirectory(root);
            while (true)
            {
                var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(root, Guid.CreateVersion7().ToString("N")));

                // Somebody who tidies up may have taken the lock file in the moment between its creation and its locking: then take another name.
                if (TryLock(path + LockSuffix) is { } held)
                {
                    Directory.CreateDirectory(path);
                    return new OwnedFolder(path, held);
                }
            }
        }
        catch (IOException fault) when (MediaException.IsDiskFull(fault))
        {
            throw MediaException.NoSpace(System.IO.Path.Combine(root, "x"), fault);
        }
    }

    /// <summary>The folders below <paramref name="root"/> whose owners are dead; they are ours now, and disposing removes them.</summary>
    public static IEnumerable<OwnedFolder> TakeAbandoned(string root)
    {
        if (!Directory.Exists(root))
        {
            yield break;
        }

        foreach (var path in Directory.GetFiles(root, "*" + LockSuffix).Select(file => file[..^LockSuffix.Length]).Union(Directory.GetDirectories(root)).ToList())
        {
            if (TryLock(path + LockSuffix) is { } held)
            {
                Directory.CreateDirectory(path);
                yield return new OwnedFolder(path, held);
            }
        }
    }

    /// <summary>Removes the folder with all that is in it, then the lock.</summary>
    public void Dispose()
    {
        try
        {
            if (Directory.Exists(Path))
            {
                Directory.Delete(Path, recursive: true);
            }

            File.Delete(_lock.Name);
        }
        finally
        {
            _lock.Dispose();
        }
    }

    /// <summary>EWOULDBLOCK is 11 on Linux and 35 on macOS; Windows reports a sharing violation.</summary>
    internal static bool IsHeld(IOException fault) => fault.HResult is 11 or 35 or unchecked((int)0x80070020);

    private static FileStream? TryLock(string path)
    {
        FileStream held;
        try
        {
            held = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException fault) when (IsHeld(fault))
        {
            return null;
        }

        if (File.Exists(path))
        {
            return held;
        }

        held.Dispose();
        return null;
    }
}
