using System.Runtime.ExceptionServices;

namespace Reelway.Media;

/// <summary>Work that is done at the same time and fails together.</summary>
internal static class SideBySide
{
    /// <summary>Returns when all of it has ended. The first failure ends the others, and is the one that is thrown.</summary>
    public static async Task RunAsync(IEnumerable<Func<CancellationToken, Task>> works, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        ExceptionDispatchInfo? first = null;
        await Task.WhenAll(works.Select(async work =>
        {
            try
            {
                await work(stop.Token);
            }
            catch (Exception fault)
            {
                Interlocked.CompareExchange(ref first, ExceptionDispatchInfo.Capture(fault), null);
                await stop.CancelAsync();
            }
        }));
        first?.Throw();
    }
}
