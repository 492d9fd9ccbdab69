using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Reelway.EndToEnd.Tests.Workers;

/// <summary>A real <c>reelway</c> process, which a test can kill, freeze and ask to stop.</summary>
internal sealed partial class WorkerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private bool _disposed;

    private WorkerProcess(Process process) => _process = process;

    /// <summary>Signals as Linux numbers them.</summary>
    internal enum Signal
    {
        Interrupt = 2,
        Kill = 9,
        Terminate = 15,
        Continue = 18,
        Freeze = 19,
    }

    public int ExitCode => _process.ExitCode;

    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    public static WorkerProcess Start(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Launch(start);
    }

    /// <summary>Starts it so that its files can be kept from growing later, by <see cref="LetFilesGrowAsync"/>: to itself that is a disk that takes no more.</summary>
    public static WorkerProcess StartWithBoundedFiles(params string[] arguments)
        // The signal that comes with a refused write would end a process that has not asked for such a bound.
        => Launch(new ProcessStartInfo("bash", ["-c", "trap '' XFSZ; exec dotnet \"$@\"", "bash", Program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });

    /// <summary>False: from now on a write beyond a file's first 4 KiB is refused.</summary>
    public async Task LetFilesGrowAsync(bool grow)
    {
        using var prlimit = Process.Start("prlimit", [$"--pid={_process.Id}", $"--fsize={(grow ? "unlimited" : "4096")}:unlimited"]);
        await prlimit.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, prlimit.ExitCode);
    }

    private static string Program => Path.Combine(RepositoryRoot.Path, "artifacts", "bin", "Reelway", "release", "reelway.dll");

    private static WorkerProcess Launch(ProcessStartInfo start)
    {
        var worker = new WorkerProcess(Process.Start(start)!);
        worker._process.OutputDataReceived += (_, line) => worker.Hear(line.Data);
        worker._process.ErrorDataReceived += (_, line) => worker.Hear(line.Data);
        worker._process.BeginOutputReadLine();
        worker._process.BeginErrorReadLine();
        return worker;
    }

    public void Send(Signal signal)
    {
        if (Kill(_process.Id, (int)signal) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>Waits until it has ended by itself or by a signal.</summary>
    public async Task EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private void Hear(string? line)
    {
        lock (_said)
        {
            _said.AppendLine(line);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
