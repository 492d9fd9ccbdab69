using System.CommandLine;
using Reelway.Engine;
using Reelway.Frame;
using Reelway.Frame.Cli;
using Reelway.Frame.Configuration;
using Reelway.Frame.Server;
using Reelway.Hosting.Server;

namespace Reelway.Hosting.Cli;

/// <summary><c>serve</c>: the server, until it is told to stop.</summary>
internal static class ServeCommand
{
    // A command or a predecessor that is about to end is out of the way sooner.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    /// <summary>The command.</summary>
    public static Command Create(CliContext cli)
        => cli.Verb("serve", "Starts the server; Ctrl-C stops it after the current steps, a second Ctrl-C at once.",
            "reelway serve\nreelway serve --data /var/lib/reelway --urls http://127.0.0.1:8080", [cli.Urls], ServeAsync);

    private static async Task<int> ServeAsync(CliCall call)
    {
        var settings = call.Settings;
        var data = await TakeAsync(call, settings.Get<DataOptions>().Directory);
        await using var server = await DataDirectory.OpenAsync(settings, ReelwayMode.Serve, data, call.Surroundings, call.Cancellation);
        // Before anybody hears that it is up: whoever stops it then finds it waiting for that.
        var first = await server.FirstLinkAsync(call.Cancellation);
        call.Console.Show(new { url = server.Url, pid = Environment.ProcessId, version = Product.Version }, text => text.Line(server.Url.ToString()));
        await call.Surroundings.Out.FlushAsync(CancellationToken.None);
        if (first is not null)
        {
            call.Console.Say($"Nobody can sign in yet. Whoever opens this link first becomes the admin; it is good once, for 24 hours: {first}");
        }

        return await UntilStoppedAsync(call, server);
    }

    /// <summary>Lets a process work until it is told to stop, and stops it in order.</summary>
    public static async Task<int> UntilStoppedAsync(CliCall call, ReelwayServer server)
    {
        var stop = call.Surroundings.Stop;
        await stop.GentlyAsync(server.Stopping);
        var grace = call.Settings.Get<EngineOptions>().StopGrace;
        // Where nobody asked, a part has failed and said so in the log.
        var asked = stop.Gently.IsCancellationRequested;
        if (asked)
        {
            server.Log.Stopping(grace.TotalSeconds);
        }

        using var deadline = new StopDeadline(grace, call.Surroundings.Clock, server.Log, call.Surroundings.EndProcess);
        await server.StopAsync(stop.Now);
        return !asked ? ExitCode.Failed : stop.Interrupted ? ExitCode.Interrupted : ExitCode.Ok;
    }

    private static async Task<DataLock> TakeAsync(CliCall call, string directory)
    {
        var clock = call.Surroundings.Clock;
        var since = clock.GetTimestamp();
        while (true)
        {
            if (DataDirectory.TryTake(directory) is { } taken)
            {
                return taken;
            }

            if (ServerFile.Read(directory) is { } server)
            {
                throw new CliException(ExitCode.Conflict, $"A server already has the data directory {directory}: {server.Url} (process {server.Pid}).");
            }

            if (clock.GetElapsedTime(since) > Patience)
            {
                throw DataDirectory.Held(directory);
            }

            await Task.Delay(Between, clock, call.Cancellation);
        }
    }
}
