using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Reelway.Contracts.Time;
using Reelway.Frame.Server;

namespace Reelway.EndToEnd.Tests.Kills;

/// <summary>The real program as a process of its own, which may be told where to die.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const int KilledBySignal9 = 128 + 9;

    private readonly Process _process;
    private readonly StringBuilder _output;
    private readonly string _data;
    private readonly string _flow;

    private ServerProcess(Process process, StringBuilder output, string data, string flow) => (_process, _output, _data, _flow) = (process, output, data, flow);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <param name="configuration">Its configuration file.</param>
    /// <param name="data">Its data directory.</param>
    /// <param name="killAt">Where it dies, as the crash hook reads it.</param>
    /// <param name="flow">The flow whose runs are asked for: schedules begin others at any time.</param>
    public static ServerProcess Start(string configuration, string data, string? killAt = null, string flow = "talks.publish")
    {
        var bin = Path.Combine(RepositoryRoot.Path, "artifacts", "bin");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(bin, "Reelway", "release", "reelway.dll"), "serve", "--config", configuration])
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
        return new ServerProcess(process, output, data, flow);
    }

    /// <summary>Waits until the process has been killed. A run that ends before is a mistake of the test.</summary>
    public async Task DeathAsync()
    {
        await UntilAsync("the server dies", async () =>
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
        await Eventually.TrueAsync(
            async () =>
            {
                Assert.False(_process.HasExited, $"The server has ended.\n{Said()}");
                run = await FindRunAsync();
                return run is not null && IsOver(run.Value);
            },
            "the run is over", Cancellation, () => $"{run}\n{Said()}");
        return run!.Value;
    }

    public Task DecideAsync(JsonElement run, string step, string decision)
        => PostAsync($"runs/{run.GetProperty("id").GetString()}/decide", new { step, decision });

    /// <summary>Posts to the API, and returns what it answers.</summary>
    /// <param name="path">Below <c>api/v1/</c>.</param>
    public async Task<JsonElement> PostAsync(string path, object? body = null)
    {
        using var http = Api(ServerFile.Read(_data)!);
        using var answer = await http.PostAsJsonAsync($"api/v1/{path}", body ?? new { }, Cancellation);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
    }

    /// <summary>Kills the process, and it alone, in the middle of whatever it does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(Cancellation);
    }

    /// <summary>All runs as the API shows them; none while the server doesn't answer.</summary>
    public async Task<IReadOnlyList<JsonElement>> RunsAsync()
    {
        Assert.False(_process.HasExited, $"The server has ended.\n{Said()}");
        return await FindAsync(async http =>
        {
            var runs = await http.GetFromJsonAsync<JsonElement>($"api/v1/runs?limit=200&flow={_flow}", Cancellation);
            return runs.GetProperty("items").EnumerateArray().ToArray();
        }) ?? [];
    }

    /// <summary>Waits until so many runs are known and all are over or need a person.</summary>
    public async Task<IReadOnlyList<JsonElement>> RunsAsync(int count)
    {
        IReadOnlyList<JsonElement> runs = [];
        await UntilAsync("the runs are over", async () =>
        {
            runs = await RunsAsync();
            return runs.Count >= count && runs.All(IsOver);
        });
        return runs;
    }

    /// <summary>A run with its steps; null while the server doesn't answer.</summary>
    public async Task<JsonElement?> FindAsync(string id)
        => await FindAsync(http => http.GetFromJsonAsync<JsonElement?>($"api/v1/runs/{id}", Cancellation));

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    public Task UntilAsync(string what, Func<Task<bool>> condition) => Eventually.TrueAsync(condition, what, Cancellation, Said);

    private async Task<JsonElement?> FindRunAsync()
        => await FindAsync(async http =>
        {
            var runs = await http.GetFromJsonAsync<JsonElement>($"api/v1/runs?flow={_flow}", Cancellation);
            return runs.GetProperty("items").EnumerateArray().ToArray() is [var run]
                ? await http.GetFromJsonAsync<JsonElement?>($"api/v1/runs/{run.GetProperty("id").GetString()}", Cancellation)
                : null;
        });

    /// <summary>What the API answers; nothing while the server doesn't.</summary>
    public async Task<T?> FindAsync<T>(Func<HttpClient, Task<T?>> ask)
    {
        if (ServerFile.Read(_data) is not { } file || file.Pid != _process.Id)
        {
            return default;
        }

        using var http = Api(file);
        try
        {
            return await ask(http);
        }
        catch (Exception cut) when (cut is HttpRequestException or HttpIOException or SocketException)
        {
            // It dies at this very moment, perhaps in the middle of an answer; the caller looks again, for so long as its patience lasts.
            return default;
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

    public string Said()
    {
        lock (_output)
        {
            return _output.ToString();
        }
    }
}
