namespace Reelway.Media;

/// <summary>Runs outside programs: never through a shell, never without an end, never leaving one behind.</summary>
/// <param name="options">Names the folder for the notes about running children.</param>
/// <param name="time">Clock for limits and grace.</param>
public sealed class ProcessRunner(MediaOptions options, TimeProvider time) : IDisposable
{
    private const int ErrorTailBytes = 64 * 1024;

    /// <summary>How long output may keep coming after the program and its whole group have ended.</summary>
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(5);

    private readonly ChildLedger _ledger = new(Path.Combine(options.Folder, "children"), time);

    /// <summary>Runs the program to its end and returns whatever its exit status is.</summary>
    /// <remarks>
    /// Cancellation sends SIGINT to the program's process group, waits 5 s, then sends SIGKILL; the call returns only when the program is gone.
    /// A program that ends while the cancellation arrives counts as ended.
    /// </remarks>
    /// <exception cref="MediaException">It is not installed, took longer than its limit, or answered more than its limit.</exception>
    public async Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellation.ThrowIfCancellationRequested();
        var started = time.GetTimestamp();
        using var limit = new CancellationTokenSource(request.TimeLimit ?? Timeout.InfiniteTimeSpan, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        await using var child = await ChildProcess.StartAsync(request);
        using var note = request.Recorded && child.Identity is { } identity ? _ledger.Note(identity) : null;

        var error = new OutputTail(ErrorTailBytes);
        var drained = error.DrainAsync(child.Error);
        var output = ReadOutputAsync(child, request, stop);
        var stopped = !await EndedAloneAsync(child, stop.Token);
        child.EndRest();
        await DrainAsync(Task.WhenAll(output, drained), request);
        if (stopped)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new MediaException(
                MediaFaultKind.TimedOut,
                $"{Path.GetFileName(request.Tool)} was ended after {request.TimeLimit}, the longest time it may take: check the file and the load of the machine, or raise media.time_limit.");
        }

        return new ProcessResult(child.ExitCode, await output, error.ToString(), time.GetElapsedTime(started));
    }

    /// <summary>Ends programs that a dead predecessor left running, known by process id and start time. Call once at start.</summary>
    /// <returns>How many were ended.</returns>
    public Task<int> EndLeftoversAsync(CancellationToken cancellation) => _ledger.EndLeftoversAsync(cancellation);

    /// <inheritdoc />
    public void Dispose() => _ledger.Dispose();

    private async Task<bool> EndedAloneAsync(ChildProcess child, CancellationToken stop)
    {
        try
        {
            await child.Exit.WaitAsync(stop);
            return true;
        }
        catch (OperationCanceledException)
        {
            await child.StopAsync(time);
            return false;
        }
    }

    private static async Task<string> ReadOutputAsync(ChildProcess child, ProcessRequest request, CancellationTokenSource stop)
    {
        try
        {
            if (request.OnLine is null)
            {
                return await OutputReader.CaptureAsync(child.Output, request.Tool, request.CaptureLimitBytes);
            }

            await OutputReader.ReadLinesAsync(child.Output, request.OnLine);
            return "";
        }
        catch
        {
            // Nobody reads on: the program would block on its full pipe.
            await stop.CancelAsync();
            throw;
        }
    }

    private async Task DrainAsync(Task pipes, ProcessRequest request)
    {
        try
        {
            await pipes.WaitAsync(DrainLimit, time);
        }
        catch (TimeoutException late)
        {
            throw new MediaException(
                MediaFaultKind.Failed, $"{Path.GetFileName(request.Tool)} ended, but a program that it started still holds its output: end that one and try again.", late);
        }
    }
}
