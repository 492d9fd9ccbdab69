using Reelway.Frame.Cli;
using Reelway.Frame.Server;
using Reelway.Media;

namespace Reelway.Hosting.Demo;

/// <summary>The demo's server: this program again, as a child that cannot outlive us.</summary>
internal sealed class DemoServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _listens = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<ProcessResult> _process;
    private ApiClient? _api;

    private DemoServer(ProcessRunner runner, string configuration) => _process = runner.RunAsync(
        new ProcessRequest
        {
            Tool = Environment.ProcessPath!,
            Arguments = [.. OwnProgram(), "serve", "--config", configuration],
            // Its first line is its address.
            OnLine = _ => _listens.TrySetResult(),
        },
        _stop.Token);

    /// <summary>Speaks to it.</summary>
    public ApiClient Api => _api ?? throw new InvalidOperationException("The server does not listen yet.");

    /// <summary>Starts it and waits until it listens.</summary>
    public static async Task<DemoServer> StartAsync(ProcessRunner runner, string configuration, string data, CancellationToken cancellation)
    {
        var server = new DemoServer(runner, configuration);
        try
        {
            await Task.WhenAny(server._listens.Task, server._process).WaitAsync(cancellation);
            await server.CheckAsync();
            var file = ServerFile.Read(data)
                ?? throw new CliException(ExitCode.Failed, $"The demo's server listens, but left no server.json in {data}.");
            server._api = new ApiClient(new Uri(file.Url), file.Token);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Throws with the server's last words when it has ended.</summary>
    public async Task CheckAsync()
    {
        if (_process.IsCompleted)
        {
            var result = await _process;
            throw new CliException(
                ExitCode.Failed, $"The demo's server ended with code {result.ExitCode}: {result.ErrorTail.TrimEnd().Split('\n')[^1].Trim()}");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _api?.Dispose();
        await _stop.CancelAsync();

        // However it ends now, it was told to.
        await _process.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        _stop.Dispose();
    }

    /// <summary>Started as <c>dotnet reelway.dll</c>, the process is dotnet and needs to be told the program again.</summary>
    private static IEnumerable<string> OwnProgram()
        => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(DemoServer).Assembly.Location] : [];
}
