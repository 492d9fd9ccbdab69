using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Reelway.EndToEnd.Tests.Demo;

/// <summary><c>reelway demo</c> as a process of its own, with a temporary folder of its own.</summary>
internal sealed class DemoProcess : IAsyncDisposable
{
    private readonly DirectoryInfo _temporary = Directory.CreateTempSubdirectory("reelway demo test ");
    private readonly List<Process> _started = [];

    /// <summary>What demos leave in the temporary folder; the runtime's own pipes and sockets are none of it.</summary>
    public IEnumerable<string> Left
        => _temporary.EnumerateFileSystemInfos()
            .Where(entry => !entry.Name.StartsWith("dotnet-diagnostic-", StringComparison.Ordinal)
                && !entry.Name.StartsWith("clr-debug-pipe-", StringComparison.Ordinal))
            .Select(entry => entry.Name);

    /// <summary>Process ids of everything that was started with a path in the temporary folder.</summary>
    public IEnumerable<int> Alive
        => Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid > 0 && CommandLine(pid).Contains(_temporary.FullName, StringComparison.Ordinal));

    /// <summary>Files of this name that demos have made so far.</summary>
    public string[] Find(string name) => Directory.GetFiles(_temporary.FullName, name, SearchOption.AllDirectories);

    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "reelway.dll"), "demo", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TMPDIR"] = _temporary.FullName;
        var process = Process.Start(start)!;
        _started.Add(process);
        return process;
    }

    /// <summary>The report, as soon as it is printed whole.</summary>
    public static async Task<JsonElement> ReadReportAsync(Process process, CancellationToken cancellation)
    {
        var talk = process.StandardError.ReadToEndAsync(cancellation);
        var text = new StringBuilder();
        while (await process.StandardOutput.ReadLineAsync(cancellation) is { } line)
        {
            text.AppendLine(line);
            if (line == "}")
            {
                return JsonDocument.Parse(text.ToString()).RootElement;
            }
        }

        throw new InvalidOperationException($"The demo ended without a report: {await talk}");
    }

    /// <summary>As Ctrl-C does.</summary>
    public static async Task InterruptAsync(Process process, CancellationToken cancellation)
    {
        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _started)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
        }

        _temporary.Delete(recursive: true);
    }

    private static string CommandLine(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline");
        }
        catch (IOException)
        {
            // It ended while the list was read.
            return "";
        }
    }
}
