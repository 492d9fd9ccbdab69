using System.Diagnostics;

namespace Reelway.Media.Tests;

/// <summary>Waits for what nobody announces: the end of a process that is not our child, a file of another process.</summary>
internal static class Eventually
{
    public static async Task TrueAsync(Func<bool> condition, string what, CancellationToken cancellation)
    {
        var since = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(since.Elapsed < TimeSpan.FromSeconds(20), $"Not within 20 s: {what}.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), cancellation);
        }
    }
}
