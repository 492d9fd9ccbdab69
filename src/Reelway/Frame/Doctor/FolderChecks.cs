using Reelway.Frame.Configuration;
using Reelway.Frame.Logging;
using Reelway.Frame.Server;

namespace Reelway.Frame.Doctor;

/// <summary>Looks at the folders that the server writes to: there, or able to be made, and writable.</summary>
internal static class FolderChecks
{
    /// <summary>The folders for data and logs.</summary>
    public static IEnumerable<Finding> Look(Settings settings)
    {
        yield return Look("data directory", settings.Get<DataOptions>().Directory, "data.directory", PrivateFolder.Create);
        yield return Look("log folder", settings.Get<LogOptions>().Folder, LogOptions.FolderKey, Make);
    }

    /// <summary>One folder. A missing one is no fault as long as it can be made: whoever writes there first does so.</summary>
    /// <param name="setting">What to set to have another one.</param>
    /// <param name="make">Makes it with the rights that it is to have.</param>
    public static Finding Look(string name, string folder, string setting, Action<string> make)
    {
        var existing = NearestExisting(folder);
        try
        {
            // Only a try tells: rights, read-only mounts and quotas all look alike from outside.
            var probe = Path.Combine(existing, $".reelway-doctor-{Environment.ProcessId}-{Guid.NewGuid():N}");
            using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
            {
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return Finding.Fail(name, $"{existing} can't be written: {problem.Message}", $"Give this user the right to it, or choose another with {setting}.");
        }

        if (existing == folder)
        {
            return Finding.Ok(name, $"{folder} is writable");
        }

        return Blocking(folder, existing) is { } file
            ? Finding.Fail(name, $"{file} is a file, where {folder} is to be.", $"Move it away, or choose another folder with {setting}.")
            : Finding.Ok(name, $"{folder} is made when it is first needed") with { Mend = () => MendBy(make, folder) };
    }

    /// <summary>A folder as programs make it for everybody.</summary>
    public static void Make(string folder) => Directory.CreateDirectory(folder);

    /// <summary>The folder itself, or the nearest above it that is there.</summary>
    public static string NearestExisting(string directory)
    {
        var existing = directory;
        while (!Directory.Exists(existing))
        {
            existing = Path.GetDirectoryName(existing) ?? Path.GetPathRoot(directory)!;
        }

        return existing;
    }

    /// <summary>The file that stands where a folder would have to be made; null when there is none.</summary>
    private static string? Blocking(string folder, string existing)
    {
        var first = Path.Combine(existing, Path.GetRelativePath(existing, folder).Split(Path.DirectorySeparatorChar)[0]);
        return File.Exists(first) ? first : null;
    }

    private static string MendBy(Action<string> make, string folder)
    {
        make(folder);
        return $"made {folder}";
    }
}
