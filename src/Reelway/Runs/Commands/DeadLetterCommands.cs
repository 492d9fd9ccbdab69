using System.CommandLine;
using Reelway.Frame.Cli;

namespace Reelway.Runs.Commands;

/// <summary><c>dlq list/show/requeue/drop</c>: runs that failed with their attempts spent.</summary>
internal static class DeadLetterCommands
{
    /// <summary>The commands.</summary>
    public static Command Create(CliContext cli) => CliContext.Noun("dlq", "Dead letters: runs that failed with their attempts spent.",
        cli.List(DeadLettersApi.List, "list", "Lists dead letters, newest first.", "reelway dlq list\nreelway dlq list --output ids", RunText.List),
        cli.Verb(RunsApi.Get, "show", "Shows a dead letter with its steps and their failed attempts.", "reelway dlq show run_06agn9k2w4008", [RunText.Id()], RunText.Detail),
        cli.Verb(DeadLettersApi.Requeue, "requeue", "Tries a dead letter again at its failed steps; what is done stays done.",
            "reelway dlq requeue run_06agn9k2w4008", [RunText.Id()], RunText.Moved),
        Drop(cli));

    private static Command Drop(CliContext cli)
    {
        var id = RunText.Id();
        var reason = new Option<string>("--reason") { Description = "Why; kept with the run.", HelpName = "TEXT", DefaultValueFactory = _ => "dropped from the command line" };
        return cli.Verb("drop", "Takes a run out of the dead letters for good; it stays failed.", "reelway dlq drop run_06agn9k2w4008 --reason withdrawn --yes", [id, reason],
            call => call.WhenConfirmedAsync($"Take {call.Value(id)} out of the dead letters? It can't be put back.", () => call.ShowAsync(
                DeadLettersApi.Drop, new CancelRequest(call.Value(reason)), RunText.Moved, call.Value(id))));
    }
}
