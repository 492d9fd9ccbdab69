using System.Collections.Concurrent;

namespace Reelway.Media;

/// <summary>The one thread that starts children.</summary>
/// <remarks>
/// Linux ties the parent-death signal to the thread that forked, not to the process: started from a pool thread, a child
/// would be killed as soon as the pool retires that thread. This one lives until the process ends.
/// </remarks>
internal static class SpawnThread
{
    private static readonly BlockingCollection<Action> Starts = Begin();

    public static Task<T> RunAsync<T>(Func<T> start)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Starts.Add(() =>
        {
            try
            {
                result.SetResult(start());
            }
            catch (Exception fault)
            {
                result.SetException(fault);
            }
        });
        return result.Task;
    }

    private static BlockingCollection<Action> Begin()
    {
        var starts = new BlockingCollection<Action>();
        var thread = new Thread(() =>
        {
            foreach (var start in starts.GetConsumingEnumerable())
            {
                start();
            }
        })
        {
            IsBackground = true,
            Name = "reelway children",
        };
        thread.Start();
        return starts;
    }
}
