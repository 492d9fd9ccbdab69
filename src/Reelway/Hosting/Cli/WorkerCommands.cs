using System.CommandLine;
using Reelway.Engine;
using Reelway.Frame;
using Reelway.Frame.Cli;
using Reelway.Frame.Configuration;
using Reelway.Frame.Server;
using Reelway.Runs;
using Reelway.Runs.Commands;

namespace Reelway.Hosting.Cli;

/// <summary><c>worker</c>: executes runs of a shared database until it is told to stop. <c>worker list</c>: who does.</summary>
internal static class WorkerCommands
{
    /// <summary>The commands.</summary>
    public static Command Create(CliContext cli)
    {
        var queues = new Option<string?>("--queues")
        {
            Description = "Queues whose runs it takes up, with commas between. Default: engine.queues, else those of all flows.",
            HelpName = "NAMES",
        };
        var name = new Option<string?>("--name") { Description = "Its name in lists. Default: engine.worker_name, else the machine's.", HelpName = "NAME" };
        var worker = cli.Verb(
            "worker", "Executes runs of a shared database (storage.url: postgresql://…); Ctrl-C or SIGTERM stops it after the current steps, a second one at once.",
            "reelway worker --queues media,default --name cutter-1\nreelway worker list", [queues, name],
            call => WorkAsync(call, call.Value(queues), call.Value(name)));
        worker.Add(cli.List(WorkersApi.List, "list", "Lists the processes that execute runs, oldest first.", "reelway worker list\nreelway worker list --json", WorkerText.List));
        return worker;
    }

    private static async Task<int> WorkAsync(CliCall call, string? queues, string? name)
    {
        var settings = call.Settings;
        if (settings.Get<StorageOptions>().Shared is null)
        {
            throw new CliException(
                ExitCode.Unusable,
                "A worker needs a database that processes can share: set storage.url to postgresql://user:password@host/database. With SQLite \"reelway serve\" executes all runs itself.");
        }

        var engine = settings.Get<EngineOptions>();
        engine.Queues = queues is null ? engine.Queues : ReadQueues(queues);
        engine.WorkerName = name?.Trim() ?? engine.WorkerName;
        await using var worker = await DataDirectory.OpenAsync(settings, ReelwayMode.Work, hold: null, call.Surroundings, call.Cancellation);
        var identity = await worker.AsWorkerAsync(call.Cancellation);
        call.Console.Show(
            new { id = identity.Id, identity.Name, identity.Queues, identity.Flows, identity.Places, health = worker.HealthUrl, pid = Environment.ProcessId, version = Product.Version },
            text => text.Line($"{identity.Id} takes up {string.Join(", ", identity.Queues)}"));
        await call.Surroundings.Out.FlushAsync(CancellationToken.None);
        return await ServeCommand.UntilStoppedAsync(call, worker);
    }

    private static string[] ReadQueues(string text)
    {
        var queues = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct().ToArray();
        return queues.Length > 0 ? queues : throw new CliException(ExitCode.Usage, "--queues names no queue; write it like --queues media,default.");
    }
}
