using System.Text.Json;
using Reelway.Frame.Cli;
using Reelway.Hosting.Cli;

namespace Reelway.Tests.Hosting.Cli;

/// <summary>Runs command lines through the real entry point, in a folder of their own.</summary>
internal sealed class CliRun : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("reelway-cli-").FullName;

    public Dictionary<string, string> Variables { get; } = [];

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>What is typed; null: nobody is there to type.</summary>
    public string? Typed { get; init; }

    /// <summary>What the desktop does with an address.</summary>
    public Action<Uri> Browser { get; init; } = static _ => { };

    public string DataDirectory => Path.Combine(Folder, "data");

    public CliRun With(string file, string text)
    {
        File.WriteAllText(Path.Combine(Folder, file), text.ReplaceLineEndings("\n"));
        return this;
    }

    public async Task<CliAnswer> RunAsync(params string[] args)
    {
        using var stop = new StopRequests();
        using var cancelled = TestContext.Current.CancellationToken.Register(() => stop.Request(interrupted: true));
        return await RunAsync(stop, args);
    }

    public async Task<CliAnswer> RunAsync(StopRequests stop, params string[] args)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var exitCode = await RunAsync(stop, output, error, args);
        return new CliAnswer(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Runs a command line. One that is asked to stop and does not within its grace ends its process, which here is that of the tests: it fails instead.</summary>
    public async Task<int> RunAsync(StopRequests stop, TextWriter output, TextWriter error, params string[] args)
    {
        var ranOut = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = ReelwayCli.RunAsync(args, Surroundings(stop, output, error, code => ranOut.TrySetResult(code)));
        if (await Task.WhenAny(running, ranOut.Task) == ranOut.Task)
        {
            Assert.Fail($"\"reelway {string.Join(' ', args)}\" did not stop within its grace:\n{error}");
        }

        return await running;
    }

    /// <param name="end">What ends the process; null: nothing may.</param>
    public CliSurroundings Surroundings(StopRequests stop, TextWriter output, TextWriter error, Action<int>? end = null) => new()
    {
        EndProcess = end ?? (code => throw new InvalidOperationException($"The process was to end with {code}.")),
        Out = TextWriter.Synchronized(output),
        Error = TextWriter.Synchronized(error),
        In = new StringReader(Typed ?? string.Empty),
        InIsTerminal = Typed is not null,
        ErrorIsTerminal = Typed is not null,
        Variables = Variables,
        WorkingDirectory = Folder,
        Clock = Clock,
        OpenBrowser = Browser,
        Stop = stop,
    };

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

/// <summary>What a command line came to.</summary>
internal sealed record CliAnswer(int ExitCode, string Out, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Out).RootElement;
}
