using System.Globalization;

namespace Reelway.Media;

/// <summary>A process that is known for certain: process ids are given out again, a start time in the same boot is not.</summary>
/// <param name="Pid">Its id.</param>
/// <param name="StartTicks">Its start in clock ticks since boot, field 22 of <c>/proc/PID/stat</c>.</param>
/// <param name="Boot">The kernel's id of this boot.</param>
internal sealed record ProcessIdentity(int Pid, long StartTicks, string Boot)
{
    private const string BootFile = "/proc/sys/kernel/random/boot_id";

    /// <summary>The living process with this id; null when there is none (a zombie counts as none), or where there is no /proc.</summary>
    public static ProcessIdentity? Of(int pid)
    {
        if (!OperatingSystem.IsLinux() || ReadStat(pid) is not { } stat || stat[0] is "Z" or "X")
        {
            return null;
        }

        return new ProcessIdentity(pid, long.Parse(stat[19], CultureInfo.InvariantCulture), File.ReadAllText(BootFile).Trim());
    }

    /// <summary>True while exactly this process lives.</summary>
    public bool IsAlive => Of(Pid) == this;

    /// <summary>True when it leads a process group of its own.</summary>
    public bool LeadsGroup => ReadStat(Pid) is { } stat && int.Parse(stat[2], CultureInfo.InvariantCulture) == Pid;

    /// <summary>The fields from the third on: the second is the program's name in brackets and may hold anything.</summary>
    private static string[]? ReadStat(int pid)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            // Gone: before the file was opened (not found), or while it was read (no such process).
            return null;
        }
    }
}
