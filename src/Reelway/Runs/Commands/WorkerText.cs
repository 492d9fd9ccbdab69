using System.Text.Json;
using Reelway.Frame.Cli;

namespace Reelway.Runs.Commands;

/// <summary>Workers for people.</summary>
internal static class WorkerText
{
    /// <summary>A page of them.</summary>
    public static void List(CliText text, JsonElement page) => text.List(
        page, "No process executes runs. Start one: reelway serve, or with a shared database reelway worker.",
        ["id", "machine", "pid", "running", "queues", "seen", "flows"], worker =>
        [
            worker.Text("id"), worker.Text("machine"), worker.Text("pid"), $"{worker.Text("running")}/{worker.Text("places")}", Names(worker, "queues"),
            worker.Time("seenAt"), Names(worker, "flows"),
        ]);

    private static string Names(JsonElement worker, string list) => string.Join(',', worker.List(list).Select(name => name.ToString()));
}
