using System.Diagnostics;
using Reelway.Media;

namespace Reelway.Contracts.Servers;

/// <summary>A server's program: started without privileges, in a session of its own, ended by its id, and never outliving the test process.</summary>
/// <remarks>
/// The parent-death signal belongs to the thread that started the child, so <see cref="SpawnThread"/> does. It survives each of the programs in the
/// line, since each replaces itself by the next; the change of the user comes before it, which would clear it.
/// </remarks>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly string _log;
    private readonly string _name;
    private readonly ServerSignal _deathSignal;

    private ServerProcess(Process process, ServerStart start)
    {
        _process = process;
        _log = start.Log;
        _name = Path.GetFileName(start.Program);
        _deathSignal = start.DeathSignal;
    }

    /// <summary>What the server has said, for the message of a failure.</summary>
    public string Said => File.Exists(_log) ? File.ReadAllText(_log) : "";

    public static async Task<ServerProcess> StartAsync(ServerStart start)
    {
        var info = new ProcessStartInfo(
            "setpriv",
            [
                .. start.KeepsUser ? [] : Unprivileged.Options, "--pdeathsig", $"{start.DeathSignal}".ToUpperInvariant(), "--",
                "setsid", "sh", "-c", "umask 077; exec \"$@\" </dev/null >>\"$0\" 2>&1", start.Log, start.Program, .. start.Arguments,
            ])
        {
            WorkingDirectory = Path.GetDirectoryName(start.Log)!,
        };
        foreach (var (name, value) in start.Environment)
        {
            info.Environment[name] = value;
        }

        return new ServerProcess(await SpawnThread.RunAsync(() => Process.Start(info)!), start);
    }

    /// <summary>Waits until the probe says that the server is ready; fails with its words when it ends before, or takes longer than a minute.</summary>
    public async Task ReadyAsync(Func<Task<bool>> probe, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await probe())
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(began) > StopLimit)
            {
                throw new InvalidOperationException($"{_name} did not become ready{(_process.HasExited ? $" (exit code {_process.ExitCode})" : "")}. It said:\n{Said}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellation);
        }
    }

    /// <summary>Waits until a program that makes something is done.</summary>
    public async Task SucceededAsync(CancellationToken cancellation)
    {
        await _process.WaitForExitAsync(cancellation);
        if (_process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{_name} failed with exit code {_process.ExitCode}. It said:\n{Said}");
        }
    }

    /// <summary>Sends the signal and waits until the server is gone.</summary>
    public async Task StopAsync(ServerSignal signal, CancellationToken cancellation)
    {
        if (_process.HasExited || !ProcessSignal.SendTo(_process.Id, (int)signal))
        {
            return;
        }

        try
        {
            await _process.WaitForExitAsync(cancellation).WaitAsync(StopLimit, cancellation);
        }
        catch (TimeoutException late)
        {
            throw new InvalidOperationException($"{_name} did not end within {StopLimit} of SIG{signal}. It said:\n{Said}", late);
        }
    }

    /// <summary>Stops it for good.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(_deathSignal, CancellationToken.None);

        // Members of its group that it left running.
        ProcessSignal.SendToGroup(_process.Id, ProcessSignal.Kill);
        _process.Dispose();
    }
}
