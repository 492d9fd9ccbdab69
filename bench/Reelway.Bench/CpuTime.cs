using System.Globalization;

namespace Reelway.Bench;

/// <summary>Processor time of this process and of its children that have ended (Linux).</summary>
internal static class CpuTime
{
    /// <summary>The unit in which Linux tells programs about it, whatever its own clock does.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>So far, in seconds.</summary>
    public static double Seconds()
    {
        var stat = File.ReadAllText("/proc/self/stat");

        // Counted from behind the name, which may hold anything: utime, stime, cutime and cstime.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return fields[11..15].Sum(field => double.Parse(field, CultureInfo.InvariantCulture)) / TicksPerSecond;
    }
}
