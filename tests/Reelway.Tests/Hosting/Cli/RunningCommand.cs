using System.Text;
using System.Text.Json;
using Reelway.Frame.Cli;

namespace Reelway.Tests.Hosting.Cli;

/// <summary>A command that goes on until it is told to stop.</summary>
internal sealed class RunningCommand : IAsyncDisposable
{
    private readonly StopRequests _stop = new();
    private readonly FirstAnswerWriter _output = new();
    private readonly StringWriter _error = new();
    private readonly Task<int> _running;

    private RunningCommand(CliRun cli, string[] args) => _running = cli.RunAsync(_stop, _output, _error, args);

    /// <summary>What it said when it was up.</summary>
    public JsonElement FirstAnswer { get; private set; }

    public static async Task<RunningCommand> StartAsync(CliRun cli, params string[] args)
    {
        var command = new RunningCommand(cli, args);
        await Task.WhenAny(command._output.Said, command._running).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        if (!command._output.Said.IsCompleted)
        {
            Assert.Fail($"It has ended with {await command._running}: {command._error}");
        }

        command.FirstAnswer = JsonDocument.Parse(await command._output.Said).RootElement;
        return command;
    }

    /// <summary>Stops it as Ctrl-C does, and answers its exit code.</summary>
    public Task<int> StopAsync()
    {
        _stop.Request(interrupted: true);
        return _running;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_running.IsCompleted)
        {
            await StopAsync();
        }

        _stop.Dispose();
    }

    /// <summary>Whole after the first flush: that is when a command that stays says that it is up.</summary>
    private sealed class FirstAnswerWriter : StringWriter
    {
        private readonly TaskCompletionSource<string> _said = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> Said => _said.Task;

        public override Encoding Encoding => Encoding.UTF8;

        // A synchronised writer flushes what it wraps in this way, whichever way it is flushed itself.
        public override void Flush() => _said.TrySetResult(ToString());
    }
}
