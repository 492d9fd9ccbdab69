using System.Diagnostics;
using Reelway.Contracts;

namespace Reelway.Tests.Frame.Web;

/// <summary>The whole program as a process of its own, started from its build output in an empty folder elsewhere.</summary>
internal sealed class ServedProgram : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Process _process;

    public ServedProgram(params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "reelway.dll"), "serve", "--urls", "http://127.0.0.1:0"])
        {
            WorkingDirectory = _folder.FullPath,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        // Nobody reads its log, but it must not stop because of that.
        _process.BeginErrorReadLine();
    }

    /// <summary>A client of it, once everything is up.</summary>
    public async Task<HttpClient> ClientAsync(CancellationToken cancellation)
    {
        var address = await _process.StandardOutput.ReadLineAsync(cancellation);
        Assert.NotNull(address);
        return new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(address) };
    }

    /// <summary>Lets it end in order.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync(cancellation);
        await _process.WaitForExitAsync(cancellation);
    }

    /// <summary>Where the sources lie.</summary>
    public static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Reelway.slnx")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("No folder above the tests holds Reelway.slnx.");
        }

        return folder.FullName;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _folder.Dispose();
    }
}
