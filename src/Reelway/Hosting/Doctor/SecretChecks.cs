using System.Text;
using Reelway.Frame.Cli;
using Reelway.Frame.Configuration;
using Reelway.Frame.Doctor;
using Reelway.Frame.Protection;
using Reelway.Frame.Server;
using Reelway.Media;

namespace Reelway.Hosting.Doctor;

/// <summary>Looks at who may read the files and folders that hold secrets.</summary>
internal static class SecretChecks
{
    private const string Name = "secrets";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerOnlyFolder = OwnerOnly | UnixFileMode.UserExecute;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    // Configurations are kilobytes; something else that was named by mistake is not read to its end.
    private const int MostBytes = 1_000_000;

    /// <summary>A line for each that others may read, or one that says that there is none.</summary>
    public static IReadOnlyList<Finding> Look(Settings settings)
    {
        if (OperatingSystem.IsWindows())
        {
            return [];
        }

        var data = settings.Get<DataOptions>().Directory;
        var files = Written(settings).Concat(IsShut(data) ? [] : Made(settings, data)).Distinct().Where(Path.Exists).ToList();
        var open = files.Where(IsOpen).Select(path => Warn(path, Path.GetRelativePath(settings.BaseDirectory, path))).ToList();
        return open.Count > 0 ? open : [Finding.Ok(Name, "only this user may read the files that hold them")];
    }

    /// <summary>Takes away from everybody but the owner, and says so.</summary>
    public static string Close(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, Directory.Exists(path) ? OwnerOnlyFolder : OwnerOnly);
        }

        return Chmod(path);
    }

    /// <summary>What people have written. What this user can't change was put there by others, as containers do with theirs, and is not ours to close.</summary>
    private static IEnumerable<string> Written(Settings settings)
        => settings.Files.Where(file => Path.GetFileName(file) == ".env" || HoldsSecret(file, settings.Secrets)).Concat(settings.ValueFiles.Where(NamedFile.IsWritable));

    /// <summary>What the server has made.</summary>
    private static IEnumerable<string> Made(Settings settings, string data)
    {
        var storage = settings.Get<StorageOptions>();
        var database = storage.Shared is null && settings.IsUsable ? storage.SqliteFile(data) : null;
        return [KeyRing.FolderIn(data), ServerFile.PathIn(data), .. database is null ? Array.Empty<string>() : [database, $"{database}-wal"]];
    }

    /// <summary>True when others can't get at what is in the folder, whatever rights that has.</summary>
    private static bool IsShut(string folder)
        => !OperatingSystem.IsWindows() && (!Directory.Exists(folder) || (File.GetUnixFileMode(folder) & (UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) == 0);

    private static bool IsOpen(string path) => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0;

    private static string Chmod(string path) => ShellCommand.Of("chmod", ModeOf(path), path);

    private static string ModeOf(string path) => Directory.Exists(path) ? "700" : "600";

    private static bool HoldsSecret(string file, Secrets secrets)
    {
        try
        {
            var bytes = new byte[MostBytes];
            using var stream = NamedFile.Open(file);
            return secrets.AreIn(Encoding.UTF8.GetString(bytes, 0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // Not there, or not ours to read; that is told where the configuration is judged.
            return false;
        }
    }

    private static Finding Warn(string path, string shown)
        => Finding.Warn($"rights of {shown}", $"Other users may read {path}, and it may hold secrets.", $"Run: {Chmod(path)}") with { Mend = () => Close(path) };
}
