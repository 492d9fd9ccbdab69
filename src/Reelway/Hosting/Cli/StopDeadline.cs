using Reelway.Frame.Cli;
using Reelway.Hosting.Server;

namespace Reelway.Hosting.Cli;

/// <summary>Ends the process when a stop has run out of its grace: a step's thread may be stuck where no cancellation reaches it.</summary>
/// <remarks>All state is safe at every moment; what was at work goes on after the next start.</remarks>
internal sealed class StopDeadline : IDisposable
{
    // Time for steps that were ended to end their programs, and to let go of the store.
    private static readonly TimeSpan LastGrace = TimeSpan.FromSeconds(3);

    // What timers can be set to.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    private readonly ITimer _timer;

    /// <summary>Begins to count.</summary>
    /// <param name="grace">How long running steps may go on.</param>
    /// <param name="end">Ends the process with an exit code.</param>
    public StopDeadline(TimeSpan grace, TimeProvider clock, ILogger log, Action<int> end)
        => _timer = clock.CreateTimer(
            _ =>
            {
                log.StopRanOut(grace.TotalSeconds);
                end(ExitCode.Failed);
            },
            state: null, Bounded(grace) + LastGrace, Timeout.InfiniteTimeSpan);

    /// <summary>The grace, as far as timers go.</summary>
    public static TimeSpan Bounded(TimeSpan grace) => grace < Longest ? grace : Longest;

    /// <summary>The stop has come to its end.</summary>
    public void Dispose() => _timer.Dispose();
}
