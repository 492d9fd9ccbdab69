using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Reelway.Hosting.Server;

namespace Reelway.EndToEnd.Tests.Kills;

/// <summary>The real program as a process of its own, which may be told where to die.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const int KilledBySignal9 = 128 + 9;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly Process _process;
    private readonly StringBuilder _output;
    private readonly Installation _installation;

    private ServerProcess(Process process, StringBuilder output, Installation installation)
        => (_process, _output, _installation) = (process, output, installation);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static Task<ServerProcess> StartAsync(Installation installation, string? killAt)
    {
        var bin = Path.Combine(RepositoryRoot.Path, "artifacts", "bin");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(bin, "Reelway", "release", "reelway.dll"), "serve", "--config", installation.Configuration])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (killAt is not null)
        {
            start.Environment["DOTNET_STARTUP_HOOKS"] = Path.Combine(bin, "Reelway.CrashHook", "release", "Reelway.CrashHook.dll");
            start.Environment["REELWAY_TEST_KILL_AT"] = killAt;
        }

        var output = new StringBuilder();
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Add(output, line.Data);
        process.ErrorDataReceived += (_, line) => Add(output, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return Task.FromResult(new ServerProcess(process, output, installation));
    }

    /// <summary>Waits until the process has been killed. A run that ends before is a mistake of the test.</summary>
    public async Task DeathAsync()
    {
        await UntilAsync("die", async () =>
        {
            Assert.False(!_process.HasExited && await FindRunAsync() is { } run && IsOver(run), $"The server did not die.\n{Said()}");
            return _process.HasExited;
        });
        await _process.WaitForExitAsync(Cancellation);
        Assert.True(_process.ExitCode == KilledBySignal9, $"The server has ended with {_process.ExitCode}.\n{Said()}");
    }

    /// <summary>Waits until the only run is over or needs a person, and returns it as the API shows it.</summary>
    public async Task<JsonElement> RunAsync()
    {
        JsonElement? run = null;
        await UntilAsync("end the run", async () =>
        {
            Assert.False(_process.HasExited, $"The server has ended.\n{Said()}");
            run = await FindRunAsync();
            return run is not null && IsOver(run.Value);
        });
        return run!.Value;
    }

    public async Task DecideAsync(JsonElement run, string step, string decision)
    {
        using var http = Api(ServerFile.Read(_installation.Data)!);
        using var answer = await http.PostAsJsonAsync(
            $"api/v1/runs/{run.GetProperty("id").GetString()}/decide", new { step, decision }, Cancellation);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private async Task UntilAsync(string what, Func<Task<bool>> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(clock.Elapsed < Patience, $"The server did not {what} within {Patience.TotalSeconds} s.\n{Said()}");
            await Task.Delay(Pause, Cancellation);
        }
    }

    private async Task<JsonElement?> FindRunAsync()
    {
        if (ServerFile.Read(_installation.Data) is not { } file || file.Pid != _process.Id)
        {
            return null;
        }

        using var http = Api(file);
        try
        {
            var runs = await http.GetFromJsonAsync<JsonElement>("api/v1/runs", Cancellation);
            return runs.GetProperty("items").EnumerateArray().ToArray() is [var run]
                ? await http.GetFromJsonAsync<JsonElement>($"api/v1/runs/{run.GetProperty("id").GetString()}", Cancellation)
                : null;
        }
        catch (Exception cut) when (cut is HttpRequestException or HttpIOException)
        {
            // It dies at this very moment, perhaps in the middle of an answer; the caller looks again, for so long as its patience lasts.
            return null;
        }
    }

    private static bool IsOver(JsonElement run)
        => run.GetProperty("state").GetString() is "succeeded" or "partial" or "failed" or "cancelled" or "needs-attention";

    private static HttpClient Api(ServerFile file)
    {
        var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(file.Url) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", file.Token);
        return http;
    }

    private static void Add(StringBuilder output, string? line)
    {
        lock (output)
        {
            output.AppendLine(line);
        }
    }

    private string Said()
    {
        lock (_output)
        {
            return _output.ToString();
        }
    }
}
