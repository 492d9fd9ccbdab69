using System.CommandLine;
using System.Text.Json;
using Reelway.Engine;
using Reelway.Frame.Cli;

namespace Reelway.Runs.Commands;

/// <summary><c>run start/list/show/logs/retry/replay/cancel/put-aside/decide/signal</c>: what the API says and does about runs.</summary>
internal static class RunCommands
{
    /// <summary>The commands.</summary>
    public static Command Create(CliContext cli) => CliContext.Noun("run", "Runs: one execution of a flow each.",
        RunStartCommand.Create(cli), List(cli), Show(cli), Logs(cli), Retry(cli), Replay(cli), Cancel(cli), PutAside(cli), Decide(cli), Signal(cli));

    private static Command List(CliContext cli)
    {
        var state = new Option<string[]>("--state") { Description = $"Only these states: {string.Join(", ", RunStateNames.All)}.", HelpName = "STATE" };
        state.CompletionSources.Add([.. RunStateNames.All]);
        var needs = new Option<bool>("--needs-person") { Description = "Only runs that stand still until a person does something: they ask for somebody, or have failed and nobody has put them aside." };
        var flow = new Option<string?>("--flow") { Description = "Only runs of this flow.", HelpName = "NAME" };
        var text = new Option<string?>("--text") { Description = "Only runs whose title, id, subject or sentence holds this.", HelpName = "TEXT" };
        var limit = new Option<int>("--limit") { Description = "At most so many.", HelpName = "N", DefaultValueFactory = _ => 50 };
        var cursor = new Option<string?>("--cursor") { Description = "Go on where a list has ended.", HelpName = "CURSOR" };
        return cli.Verb("list", "Lists runs, newest first.", "reelway run list --needs-person\nreelway run list --state failed --state needs-attention\nreelway run list --text keynote --output ids",
            [state, needs, flow, text, limit, cursor], async call =>
            {
                var api = await call.ApiAsync();
                var page = await RunPages.ReadAsync(call.Value(limit), call.Value(cursor), (size, from) => api.GetAsync(
                    ApiQuery.Of("/api/v1/runs",
                        ("state", string.Join(',', call.Value(state) ?? [])), ("needs", call.Value(needs) ? RunLinks.Person : null), ("flow", call.Value(flow)), ("text", call.Value(text)),
                        ("limit", $"{size}"), ("cursor", from)),
                    call.Cancellation));
                call.Show(page, people => RunText.List(people, page));
                return ExitCode.Ok;
            });
    }

    private static Command Show(CliContext cli)
    {
        var id = Id();
        return cli.Verb("show", "Shows a run with its steps.", "reelway run show run_06agn9k2w4008", [id], async call =>
        {
            var api = await call.ApiAsync();
            var run = await api.GetAsync(PathOf(call.Value(id)), call.Cancellation);
            call.Show(run, people => RunText.Detail(people, run));
            return ExitCode.Ok;
        });
    }

    private static Command Logs(CliContext cli)
    {
        var id = Id();
        var after = new Option<long>("--after") { Description = "Begin after this line.", HelpName = "LINE" };
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on until the run ends; its state is the exit code." };
        return cli.Verb("logs", "Shows a run's log.", "reelway run logs run_06agn9k2w4008\nreelway run logs -f run_06agn9k2w4008", [id, after, follow],
            call => new RunLog(call, PathOf(call.Value(id))).ShowAsync(call.Value(after), call.Value(follow)));
    }

    private static Command Retry(CliContext cli)
    {
        var id = Id();
        return cli.Verb("retry", "Lets a failed or parked run go on at its failed steps; what is done stays done.",
            "reelway run retry run_06agn9k2w4008", [id], call => MoveAsync(call, call.Value(id), "retry", null));
    }

    private static Command Replay(CliContext cli)
    {
        var id = Id();
        var from = new Option<string>("--from") { Description = "The step to go back to, as \"run show\" names it.", HelpName = "STEP", Required = true };
        var input = new Option<string?>("--edit-input") { Description = "Replaces the run's input; @FILE reads it from a file.", HelpName = "JSON" };
        var resend = new Option<bool>("--resend") { Description = "Effects from there on happen again, mails included. Otherwise steps send the same idempotency keys as before." };
        return cli.Verb("replay", "Goes back to a step of an ended or parked run and on from there; what it did before the step is kept.",
            "reelway run replay run_06agn9k2w4008 --from upload\nreelway run replay run_06agn9k2w4008 --from describe --resend --yes", [id, from, input, resend], async call =>
            {
                var run = call.Value(id);
                if (call.Value(resend) && !call.Console.Confirm($"Do the effects of {run} from step \"{call.Value(from)}\" on once more? What was posted or mailed is then there twice.", call.SaysYes))
                {
                    return ExitCode.Failed;
                }

                var edited = call.Value(input) is { } text ? await CliJson.ReadAsync(call, "--edit-input", text) : (JsonElement?)null;
                return await MoveAsync(call, run, "replay", new { from = call.Value(from), input = edited, resend = call.Value(resend) });
            });
    }

    private static Command Signal(CliContext cli)
    {
        var id = Id();
        var name = new Argument<string>("name") { Description = "The signal's name." };
        var payload = new Option<string?>("--payload") { Description = "What it says; @FILE reads it from a file.", HelpName = "JSON" };
        var dedup = new Option<string?>("--dedup") { Description = "Signals of the same run, name and key are one.", HelpName = "KEY" };
        return cli.Verb("signal", "Tells a run something that it waits for now or will wait for.",
            "reelway run signal run_06agn9k2w4008 approved --payload '{\"by\":\"kim\"}' --dedup delivery-17", [id, name, payload, dedup], async call =>
            {
                var said = call.Value(payload) is { } text ? await CliJson.ReadAsync(call, "--payload", text) : (JsonElement?)null;
                return await MoveAsync(call, call.Value(id), "signal", new { name = call.Value(name), payload = said, dedup = call.Value(dedup) });
            });
    }

    private static Command Cancel(CliContext cli)
    {
        var id = Id();
        var reason = new Option<string>("--reason") { Description = "Why; kept with the run.", HelpName = "TEXT", DefaultValueFactory = _ => "cancelled from the command line" };
        return cli.Verb("cancel", "Cancels a run for good.", "reelway run cancel run_06agn9k2w4008 --reason \"wrong file\" --yes", [id, reason], async call =>
        {
            var run = call.Value(id);
            return call.Console.Confirm($"Cancel {run}? It can't be taken back.", call.SaysYes)
                ? await MoveAsync(call, run, "cancel", new { reason = call.Value(reason) })
                : ExitCode.Failed;
        });
    }

    private static Command PutAside(CliContext cli)
    {
        var id = Id();
        var reason = new Option<string>("--reason") { Description = "Why; kept in the run's log.", HelpName = "TEXT", DefaultValueFactory = _ => "put aside from the command line" };
        return cli.Verb("put-aside", "Says that a failed run stays as it is and needs nobody any more; a retry brings it back.",
            "reelway run put-aside run_06agn9k2w4008 --reason \"published by hand\"", [id, reason],
            call => MoveAsync(call, call.Value(id), RunActions.PutAside, new { reason = call.Value(reason) }));
    }

    private static Command Decide(CliContext cli)
    {
        var id = Id();
        var step = new Argument<string>("step") { Description = "The step, as \"run show\" names it." };
        var decision = new Argument<string>("decision") { Description = "sent: it has happened. send-again: it has not." };
        decision.AcceptOnlyFromAmong([.. RunMoves.Decisions]);
        return cli.Verb("decide", "Says whether a step's effect has happened when nobody else can know.",
            "reelway run decide run_06agn9k2w4008 mail:ada@example.org sent", [id, step, decision],
            call => MoveAsync(call, call.Value(id), "decide", new { step = call.Value(step), decision = call.Value(decision) }));
    }

    private static Task<int> MoveAsync(CliCall call, string id, string verb, object? body) => MoveAsync(call, $"{PathOf(id)}/{verb}", body);

    /// <summary>Asks for a move and shows what follows.</summary>
    public static async Task<int> MoveAsync(CliCall call, string path, object? body)
    {
        var api = await call.ApiAsync();
        var answer = await api.PostAsync(path, body, call.Cancellation);
        call.Show(answer, people =>
        {
            if (answer.ValueKind == JsonValueKind.Object)
            {
                people.Line(answer.Text("sentence") ?? $"{answer.Text("id")} is {answer.Text("state")}.");
            }
        });
        return ExitCode.Ok;
    }

    private static Argument<string> Id() => new("id") { Description = "The run's id: run_…" };

    private static string PathOf(string id) => $"/api/v1/runs/{Uri.EscapeDataString(id)}";
}
