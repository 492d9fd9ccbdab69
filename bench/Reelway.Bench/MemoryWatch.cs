using System.Globalization;

namespace Reelway.Bench;

/// <summary>Watches how much memory all children of this process hold together (Linux).</summary>
internal sealed class MemoryWatch : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task<long> _peak;
    private readonly long _before = GC.GetTotalAllocatedBytes();
    private long _forWatching;

    private MemoryWatch() => _peak = WatchAsync(_stop.Token);

    public static MemoryWatch Start() => new();

    /// <summary>Stops.</summary>
    /// <returns>The most that was seen, and all that this process asked for meanwhile, the watch itself left out; in bytes.</returns>
    public async Task<(long ChildrenPeak, long Allocated)> StopAsync()
    {
        await _stop.CancelAsync();
        var peak = await _peak;
        return (peak, GC.GetTotalAllocatedBytes() - _before - _forWatching);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task<long> WatchAsync(CancellationToken stop)
    {
        var peak = 0L;
        using var timer = new PeriodicTimer(Every);
        while (!stop.IsCancellationRequested)
        {
            // Looking at all processes of the machine takes more than what is watched.
            var before = GC.GetAllocatedBytesForCurrentThread();
            peak = Math.Max(peak, Children());
            _forWatching += GC.GetAllocatedBytesForCurrentThread() - before;
            await Task.WhenAny(timer.WaitForNextTickAsync(CancellationToken.None).AsTask(), Task.Delay(Timeout.InfiniteTimeSpan, stop));
        }

        return peak;
    }

    private static long Children()
    {
        var sum = 0L;
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(path[^1])))
        {
            if (Read(Path.Combine(process, "stat")) is { } stat && stat[(stat.LastIndexOf(')') + 2)..].Split(' ') is { Length: > 21 } fields
                && int.Parse(fields[1], CultureInfo.InvariantCulture) == Environment.ProcessId)
            {
                sum += long.Parse(fields[21], CultureInfo.InvariantCulture) * Environment.SystemPageSize;
            }
        }

        return sum;
    }

    /// <returns>Null when the process has ended meanwhile.</returns>
    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }
}
