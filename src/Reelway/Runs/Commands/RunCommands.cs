using System.CommandLine;
using Reelway.Engine;
using Reelway.Frame.Cli;

namespace Reelway.Runs.Commands;

/// <summary><c>run start/list/show/logs/retry/replay/cancel/put-aside/decide/signal</c>: what the API says and does about runs.</summary>
internal static class RunCommands
{
    /// <summary>The commands.</summary>
    public static Command Create(CliContext cli) => CliContext.Noun("run", "Runs: one execution of a flow each.",
        RunStartCommand.Create(cli),
        List(cli),
        cli.Verb(RunsApi.Get, "show", "Shows a run with its steps.", "reelway run show run_06agn9k2w4008", [RunText.Id()], RunText.Detail),
        Logs(cli),
        cli.Verb(RunsApi.Retry, "retry", "Lets a failed or parked run go on at its failed steps; what is done stays done.",
            "reelway run retry run_06agn9k2w4008", [RunText.Id()], RunText.Moved),
        Replay(cli),
        Cancel(cli),
        PutAside(cli),
        Decide(cli),
        Signal(cli));

    private static Command List(CliContext cli)
    {
        var state = new Option<string[]>("--state") { Description = $"Only these states: {string.Join(", ", RunStateNames.All)}.", HelpName = "STATE" };
        state.CompletionSources.Add([.. RunStateNames.All]);
        var needs = new Option<bool>("--needs-person") { Description = "Only runs that stand still until a person does something: they ask for somebody, or have failed and nobody has put them aside." };
        var flow = new Option<string?>("--flow") { Description = "Only runs of this flow.", HelpName = "NAME" };
        var text = new Option<string?>("--text") { Description = "Only runs whose title, id, subject or sentence holds this.", HelpName = "TEXT" };
        return cli.List(RunsApi.List, "list", "Lists runs, newest first.",
            "reelway run list --needs-person\nreelway run list --state failed --state needs-attention\nreelway run list --text keynote --output ids",
            RunText.List, [state, needs, flow, text], call =>
            [
                ("state", string.Join(',', call.Value(state) ?? [])), ("needs", call.Value(needs) ? RunLinks.Person : null), ("flow", call.Value(flow)), ("text", call.Value(text)),
            ]);
    }

    private static Command Logs(CliContext cli)
    {
        var id = RunText.Id();
        var after = new Option<long>("--after") { Description = "Begin after this line.", HelpName = "LINE" };
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on until the run ends; its state is the exit code." };
        return cli.Verb("logs", "Shows a run's log.", "reelway run logs run_06agn9k2w4008\nreelway run logs -f run_06agn9k2w4008", [id, after, follow],
            call => new RunLog(call, call.Value(id)).ShowAsync(call.Value(after), call.Value(follow)));
    }

    private static Command Replay(CliContext cli)
    {
        var id = RunText.Id();
        var from = new Option<string>("--from") { Description = "The step to go back to, as \"run show\" names it.", HelpName = "STEP", Required = true };
        var input = new Option<string?>("--edit-input") { Description = "Replaces the run's input; @FILE reads it from a file.", HelpName = "JSON" };
        var resend = new Option<bool>("--resend") { Description = "Effects from there on happen again, mails included. Otherwise steps send the same idempotency keys as before." };
        return cli.Verb("replay", "Goes back to a step of an ended or parked run and on from there; what it did before the step is kept.",
            "reelway run replay run_06agn9k2w4008 --from upload\nreelway run replay run_06agn9k2w4008 --from describe --resend --yes", [id, from, input, resend], call =>
            {
                return call.Value(resend)
                    ? call.WhenConfirmedAsync($"Do the effects of {call.Value(id)} from step \"{call.Value(from)}\" on once more? What was posted or mailed is then there twice.", ReplayAsync)
                    : ReplayAsync();

                async Task<int> ReplayAsync() => await call.ShowAsync(
                    RunOperationsApi.Replay, new ReplayRequest(call.Value(from), await CliJson.ReadAsync(call, input), call.Value(resend)), RunText.Moved, call.Value(id));
            });
    }

    private static Command Signal(CliContext cli)
    {
        var id = RunText.Id();
        var name = new Argument<string>("name") { Description = "The signal's name." };
        var payload = new Option<string?>("--payload") { Description = "What it says; @FILE reads it from a file.", HelpName = "JSON" };
        var dedup = new Option<string?>("--dedup") { Description = "Signals of the same run, name and key are one.", HelpName = "KEY" };
        return cli.Verb("signal", "Tells a run something that it waits for now or will wait for.",
            "reelway run signal run_06agn9k2w4008 approved --payload '{\"by\":\"kim\"}' --dedup delivery-17", [id, name, payload, dedup], async call => await call.ShowAsync(
                RunOperationsApi.Signal, new SignalRequest(call.Value(name), await CliJson.ReadAsync(call, payload), call.Value(dedup)), RunText.Moved, call.Value(id)));
    }

    private static Command Cancel(CliContext cli)
    {
        var id = RunText.Id();
        var reason = new Option<string>("--reason") { Description = "Why; kept with the run.", HelpName = "TEXT", DefaultValueFactory = _ => "cancelled from the command line" };
        return cli.Verb("cancel", "Cancels a run for good.", "reelway run cancel run_06agn9k2w4008 --reason \"wrong file\" --yes", [id, reason],
            call => call.WhenConfirmedAsync($"Cancel {call.Value(id)}? It can't be taken back.", () => call.ShowAsync(
                RunsApi.Cancel, new CancelRequest(call.Value(reason)), RunText.Moved, call.Value(id))));
    }

    private static Command PutAside(CliContext cli)
    {
        var id = RunText.Id();
        var reason = new Option<string>("--reason") { Description = "Why; kept in the run's log.", HelpName = "TEXT", DefaultValueFactory = _ => "put aside from the command line" };
        return cli.Verb("put-aside", "Says that a failed run stays as it is and needs nobody any more; a retry brings it back.",
            "reelway run put-aside run_06agn9k2w4008 --reason \"published by hand\"", [id, reason],
            call => call.ShowAsync(RunsApi.PutAside, new CancelRequest(call.Value(reason)), RunText.Moved, call.Value(id)));
    }

    private static Command Decide(CliContext cli)
    {
        var id = RunText.Id();
        var step = new Argument<string>("step") { Description = "The step, as \"run show\" names it." };
        var decision = new Argument<string>("decision") { Description = "sent: it has happened. send-again: it has not." };
        decision.AcceptOnlyFromAmong([.. RunMoves.Decisions]);
        return cli.Verb("decide", "Says whether a step's effect has happened when nobody else can know.",
            "reelway run decide run_06agn9k2w4008 mail:ada@example.org sent", [id, step, decision],
            call => call.ShowAsync(RunsApi.Decide, new DecideRequest(call.Value(step), call.Value(decision)), RunText.Moved, call.Value(id)));
    }
}
