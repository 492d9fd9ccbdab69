using System.Diagnostics;

namespace Reelway.Media;

/// <summary>A running program of ours, together with everything it started.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    /// <summary>Time for a program to end by itself after SIGINT; ffmpeg closes its file in it.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly Process _process;

    private ChildProcess(Process process)
    {
        _process = process;
        Identity = ProcessIdentity.Of(process.Id);
        Exit = process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Null when it has ended already, or where there is no /proc.</summary>
    public ProcessIdentity? Identity { get; }

    /// <summary>Completes when the program itself has ended.</summary>
    public Task Exit { get; }

    public int ExitCode => _process.ExitCode;

    public Stream Output => _process.StandardOutput.BaseStream;

    public Stream Error => _process.StandardError.BaseStream;

    public static async Task<ChildProcess> StartAsync(ProcessRequest request)
    {
        var info = Launch.Of(request);
        var process = await SpawnThread.RunAsync(() => Process.Start(info))
            ?? throw new InvalidOperationException($"{request.Tool} did not start.");
        process.StandardInput.Close();
        return new ChildProcess(process);
    }

    /// <summary>SIGINT to the whole group, five seconds, SIGKILL to the whole group.</summary>
    public async Task StopAsync(TimeProvider time)
    {
        Signal(ProcessSignal.Interrupt);
        try
        {
            await Exit.WaitAsync(Grace, time);
        }
        catch (TimeoutException)
        {
            Signal(ProcessSignal.Kill);
            await Exit;
        }
    }

    /// <summary>Ends what the program started and left running when it ended itself.</summary>
    /// <remarks>The kernel does not give the id out again while the group has members, so no stranger can be hit as long as one is left.</remarks>
    public void EndRest()
    {
        if (Launch.OwnGroup)
        {
            ProcessSignal.SendToGroup(_process.Id, ProcessSignal.Kill);
        }
    }

    /// <summary>Whatever went wrong on the way here, nothing stays behind.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!Exit.IsCompleted)
        {
            Signal(ProcessSignal.Kill);
            await Exit;
        }

        EndRest();
        _process.Dispose();
    }

    private void Signal(int signal)
    {
        if (OperatingSystem.IsWindows() || (!Launch.OwnGroup && signal == ProcessSignal.Kill))
        {
            _process.Kill(entireProcessTree: true);
            return;
        }

        // In its first moments the child is still on its way to a group of its own: then it is alone, and its id will do.
        if ((!Launch.OwnGroup || !ProcessSignal.SendToGroup(_process.Id, signal)) && !Exit.IsCompleted)
        {
            ProcessSignal.SendTo(_process.Id, signal);
        }
    }
}
