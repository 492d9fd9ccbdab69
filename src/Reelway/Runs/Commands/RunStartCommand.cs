using System.CommandLine;
using System.Text.Json;
using Reelway.Frame.Cli;

namespace Reelway.Runs.Commands;

/// <summary><c>run start</c>: starts runs of a flow, and waits for them when asked to.</summary>
internal static class RunStartCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CliContext cli)
    {
        var flow = new Argument<string>("flow") { Description = "The flow's name, such as probe." };
        var input = new Option<string>("--input") { Description = "The flow's input; @FILE reads it from a file, - from standard input.", HelpName = "JSON", DefaultValueFactory = _ => "{}" };
        var key = new Option<string?>("--key") { Description = "What the run is about: the same flow and key are one run, ever. Default: a new one.", HelpName = "KEY" };
        var count = new Option<int?>("--count") { Description = "So many runs with the same input and numbered keys.", HelpName = "N" };
        var wait = new Option<bool>("--wait") { Description = "Wait until all have ended or need a person; how they end is the exit code." };
        return cli.Verb("start", "Starts runs of a flow.",
            "reelway run start probe --input '{\"url\":\"http://127.0.0.1:9000/hit\",\"steps\":5,\"holdMs\":20}' --count 300 --wait --json\nreelway run start probe --input - --key probe:today",
            [flow, input, key, count, wait],
            async call =>
            {
                var body = new StartRequest(call.Value(flow), await CliJson.ReadAsync(call, "--input", call.Value(input)!), call.Value(key), call.Value(count));
                return await StartAsync(call, body, call.Value(wait));
            });
    }

    private static async Task<int> StartAsync(CliCall call, StartRequest body, bool wait)
    {
        await call.ApiAsync();
        if (wait && call.KeepsOthersOut)
        {
            throw new CliException(ExitCode.Connection, "Nothing executes runs while this command has the data directory: start \"reelway serve\" first, or leave out --wait.");
        }

        var since = call.Surroundings.Clock.GetTimestamp();
        var started = await call.AskAsync(RunStartsApi.Start, body);
        if (!wait)
        {
            return call.Show(started, List);
        }

        var ids = started.List("items").Select(run => run.Text("id")!).ToList();
        var end = await new RunsEnd(call, ids).WaitAsync();
        var elapsedMs = (long)call.Surroundings.Clock.GetElapsedTime(since).TotalMilliseconds;
        var failed = ids.Count - end.Succeeded;
        call.Console.Show(new { started = ids.Count, succeeded = end.Succeeded, failed, elapsedMs }, people => people.Pairs(
            ("started", $"{ids.Count}"), ("succeeded", $"{end.Succeeded}"), ("failed", $"{failed}"), ("elapsed", $"{elapsedMs} ms"),
            ("first", ids.FirstOrDefault())));
        return failed == 0 ? ExitCode.Ok : end.Succeeded == 0 ? ExitCode.Failed : ExitCode.Partial;
    }

    private static void List(CliText text, JsonElement started)
    {
        foreach (var run in started.List("items"))
        {
            text.Line($"{run.Text("id")}  {run.Text("key")}{(run.Text("created") == bool.FalseString ? "  (started before)" : "")}");
        }
    }
}
