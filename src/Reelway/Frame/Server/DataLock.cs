using System.Globalization;

namespace Reelway.Frame.Server;

/// <summary>
/// The right to a data directory: one process at a time. The operating system gives it back when the process ends, however it ends.
/// </summary>
internal sealed class DataLock : IDisposable
{
    private const string LockName = "reelway.lock";

    // Apart from the locked file, which others can't open.
    private const string HolderName = "reelway.pid";

    private readonly FileStream _file;

    private DataLock(string directory, FileStream file)
    {
        Directory = directory;
        _file = file;
    }

    /// <summary>The data directory.</summary>
    public string Directory { get; }

    /// <summary>Takes the directory, making it when it is missing; null when another process has it.</summary>
    /// <exception cref="IOException">It can't be made or written.</exception>
    /// <exception cref="UnauthorizedAccessException">It can't be made or written.</exception>
    public static DataLock? TryTake(string directory)
    {
        PrivateFolder.Create(directory);
        var path = Path.Combine(directory, LockName);
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException held) when (IsHeld(held))
        {
            return null;
        }

        try
        {
            File.WriteAllText(Path.Combine(directory, HolderName), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            ServerFile.Remove(directory);
        }
        catch
        {
            file.Dispose();
            throw;
        }

        return new DataLock(directory, file);
    }

    /// <summary>The process that has the directory, as it said itself; null when it did not.</summary>
    public static int? Holder(string directory)
    {
        var path = Path.Combine(directory, HolderName);
        return File.Exists(path) && int.TryParse(File.ReadAllText(path), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : null;
    }

    /// <summary>Gives the directory back.</summary>
    public void Dispose() => _file.Dispose();

    // On Unix the runtime puts the plain errno there: EWOULDBLOCK 11 on Linux and 35 on macOS; on Windows ERROR_SHARING_VIOLATION as HRESULT.
    private static bool IsHeld(IOException exception) => exception.HResult is 11 or 35 or unchecked((int)0x80070020);
}
