using System.Globalization;
using Reelway.Hosting.Configuration;

namespace Reelway.Hosting.Doctor;

/// <summary>Looks at the machine: runtime, clock, folders, disk.</summary>
internal static class MachineChecks
{
    // Too little for one cut recording and its archive copy.
    private const long FailBelowBytes = 500L * 1000 * 1000;

    // A day of talks in 1080p takes a few times this.
    private const long WarnBelowBytes = 5L * 1000 * 1000 * 1000;

    /// <summary>The runtime.</summary>
    public static Finding Runtime()
        => Finding.Ok("runtime", $".NET {Environment.Version}, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}, {Environment.ProcessorCount} processors");

    /// <summary>The clock and the time zone: what is scheduled depends on both.</summary>
    public static Finding Clock(TimeProvider clock, DateTime builtUtc)
    {
        var now = clock.GetUtcNow();
        if (now.UtcDateTime < builtUtc.AddDays(-1))
        {
            return Finding.Fail("clock", $"It is {now:u}, before this program was built ({builtUtc:u}).", "Set the clock, and let NTP keep it.");
        }

        // A zone that every complete time zone database has.
        return TimeZoneInfo.TryFindSystemTimeZoneById("Europe/Prague", out _)
            ? Finding.Ok("clock", string.Create(CultureInfo.InvariantCulture, $"{now:u}, time zone {clock.LocalTimeZone.Id}"))
            : Finding.Fail("clock", "The machine has no time zone database.", "Install it (Debian, Ubuntu: apt-get install tzdata).");
    }

    /// <summary>The data directory: there, or able to be made, and writable.</summary>
    public static Finding DataDirectory(string directory)
    {
        const string Name = "data directory";
        var existing = NearestExisting(directory);
        try
        {
            // Only a try tells: rights, read-only mounts and quotas all look alike from outside.
            var probe = Path.Combine(existing, $".reelway-doctor-{Environment.ProcessId}");
            using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
            {
            }

            return Finding.Ok(Name, existing == directory ? $"{directory} is writable" : $"{directory} is made at the first start");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return Finding.Fail(Name, $"{existing} can't be written: {problem.Message}", "Give this user the right to it, or choose another with data.directory.");
        }
    }

    /// <summary>Room on the disk of the data directory.</summary>
    public static Finding Disk(string directory)
    {
        var free = new DriveInfo(NearestExisting(directory)).AvailableFreeSpace;
        var detail = string.Create(CultureInfo.InvariantCulture, $"{free / 1e9:0.0} GB free for {directory}");
        return free switch
        {
            < FailBelowBytes => Finding.Fail("disk", detail, "Free some space: recordings can't be cut."),
            < WarnBelowBytes => Finding.Warn("disk", detail, "Free some space before a long event."),
            _ => Finding.Ok("disk", detail),
        };
    }

    /// <summary>The configuration, each problem on its own.</summary>
    public static IEnumerable<Finding> Configuration(Settings settings)
    {
        if (settings.Problems.Count == 0)
        {
            yield return Finding.Ok("configuration", settings.File ?? "no reelway.yaml here; the defaults hold");
        }

        foreach (var problem in settings.Problems)
        {
            yield return problem.IsError
                ? Finding.Fail("configuration", problem.ToString(), "Correct it; the server does not start with it.")
                : Finding.Warn("configuration", problem.ToString(), "Correct it, or remove it.");
        }
    }

    private static string NearestExisting(string directory)
    {
        var existing = directory;
        while (!Directory.Exists(existing))
        {
            existing = Path.GetDirectoryName(existing) ?? Path.GetPathRoot(directory)!;
        }

        return existing;
    }
}
