using System.Diagnostics;
using Reelway.Media;

namespace Reelway.Contracts.Servers;

/// <summary>The folder that a test's server owns and lives in. It is removed in the end, even when the test process was killed.</summary>
/// <remarks>
/// A small guardian waits on a pipe from us: the pipe closes when we let go of the folder, and just as well when we die. Servers are killed
/// when we die; their last children may still write then, so the guardian tries more than once.
/// </remarks>
internal sealed class ServerFolder : IAsyncDisposable
{
    private const string Guard = """
        cat >/dev/null
        tries=0
        until rm -rf -- "$0" 2>/dev/null || [ "$tries" -ge 100 ]; do tries=$((tries + 1)); sleep 0.1; done
        [ ! -e "$0" ]
        """;

    private readonly Process _guardian;

    private ServerFolder(string fullPath, Process guardian) => (FullPath, _guardian) = (fullPath, guardian);

    public string FullPath { get; }

    /// <summary>A path below it.</summary>
    public string this[string name] => Path.Combine(FullPath, name);

    public static async Task<ServerFolder> CreateAsync(CancellationToken cancellation)
    {
        var path = Directory.CreateTempSubdirectory("reelway-server-").FullName;
        var info = new ProcessStartInfo("setsid", ["sh", "-c", Guard, path]) { RedirectStandardInput = true };
        var guardian = await SpawnThread.RunAsync(() => Process.Start(info)!);
        var folder = new ServerFolder(path, guardian);
        if (Unprivileged.IsNeeded)
        {
            using var change = Process.Start("chown", [Unprivileged.Owner, path]);
            await change.WaitForExitAsync(cancellation);
        }

        return folder;
    }

    public async ValueTask DisposeAsync()
    {
        _guardian.StandardInput.Close();
        await _guardian.WaitForExitAsync();
        var code = _guardian.ExitCode;
        _guardian.Dispose();
        if (code != 0)
        {
            throw new InvalidOperationException($"{FullPath} could not be removed: does something still write into it?");
        }
    }
}
