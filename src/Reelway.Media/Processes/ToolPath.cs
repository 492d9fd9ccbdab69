namespace Reelway.Media;

/// <summary>Finds programs the way a shell would, so that a missing one is told apart from a failing one before anything starts.</summary>
internal static class ToolPath
{
    /// <summary>Full path of the program; null when it is not there or not executable.</summary>
    public static string? Find(string tool)
    {
        if (tool.Contains(Path.DirectorySeparatorChar))
        {
            return IsExecutable(tool) ? Path.GetFullPath(tool) : null;
        }

        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        string[] names = OperatingSystem.IsWindows() ? [tool, tool + ".exe"] : [tool];
        return folders.SelectMany(folder => names.Select(name => Path.Combine(folder, name))).FirstOrDefault(IsExecutable);
    }

    private static bool IsExecutable(string path)
    {
        const UnixFileMode anyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & anyExecute) != 0);
    }
}
