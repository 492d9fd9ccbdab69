using System.CommandLine;
using Reelway.Frame.Cli;

namespace Reelway.Runs.Commands;

/// <summary><c>dlq list/show/requeue/drop</c>: runs that failed with their attempts spent.</summary>
internal static class DeadLetterCommands
{
    private const string ApiPath = "/api/v1/dead-letters";

    /// <summary>The commands.</summary>
    public static Command Create(CliContext cli) => CliContext.Noun("dlq", "Dead letters: runs that failed with their attempts spent.",
        List(cli), Show(cli), Requeue(cli), Drop(cli));

    private static Command List(CliContext cli)
    {
        var limit = new Option<int>("--limit") { Description = "At most so many.", HelpName = "N", DefaultValueFactory = _ => 50 };
        var cursor = new Option<string?>("--cursor") { Description = "Go on where a list has ended.", HelpName = "CURSOR" };
        return cli.Verb("list", "Lists dead letters, newest first.", "reelway dlq list\nreelway dlq list --output ids", [limit, cursor], async call =>
        {
            var api = await call.ApiAsync();
            var page = await RunPages.ReadAsync(call.Value(limit), call.Value(cursor), (size, from) => api.GetAsync(
                ApiQuery.Of(ApiPath, ("limit", $"{size}"), ("cursor", from)), call.Cancellation));
            call.Show(page, people => RunText.List(people, page));
            return ExitCode.Ok;
        });
    }

    private static Command Show(CliContext cli)
    {
        var id = Id();
        return cli.Verb("show", "Shows a dead letter with its steps and their failed attempts.", "reelway dlq show run_06agn9k2w4008", [id], async call =>
        {
            var api = await call.ApiAsync();
            var run = await api.GetAsync($"/api/v1/runs/{Uri.EscapeDataString(call.Value(id))}", call.Cancellation);
            call.Show(run, people => RunText.Detail(people, run));
            return ExitCode.Ok;
        });
    }

    private static Command Requeue(CliContext cli)
    {
        var id = Id();
        return cli.Verb("requeue", "Tries a dead letter again at its failed steps; what is done stays done.", "reelway dlq requeue run_06agn9k2w4008", [id],
            call => RunCommands.MoveAsync(call, PathOf(call.Value(id), "requeue"), null));
    }

    private static Command Drop(CliContext cli)
    {
        var id = Id();
        var reason = new Option<string>("--reason") { Description = "Why; kept with the run.", HelpName = "TEXT", DefaultValueFactory = _ => "dropped from the command line" };
        return cli.Verb("drop", "Takes a run out of the dead letters for good; it stays failed.", "reelway dlq drop run_06agn9k2w4008 --reason withdrawn --yes", [id, reason], async call =>
        {
            var run = call.Value(id);
            return call.Console.Confirm($"Take {run} out of the dead letters? It can't be put back.", call.SaysYes)
                ? await RunCommands.MoveAsync(call, PathOf(run, "drop"), new { reason = call.Value(reason) })
                : ExitCode.Failed;
        });
    }

    private static Argument<string> Id() => new("id") { Description = "The run's id: run_…" };

    private static string PathOf(string id, string verb) => $"{ApiPath}/{Uri.EscapeDataString(id)}/{verb}";
}
