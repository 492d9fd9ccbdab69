namespace Reelway.Frame.Server;

/// <summary>Folders of this server's user alone: they hold keys, addresses and media of others.</summary>
internal static class PrivateFolder
{
    /// <summary>Makes the folder and its parents where they are missing; one that is there keeps its rights.</summary>
    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
