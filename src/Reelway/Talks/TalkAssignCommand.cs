using System.CommandLine;
using Reelway.Frame.Cli;

namespace Reelway.Talks;

/// <summary><c>talks assign</c>: says which talk a recording shows, where its name does not.</summary>
internal static class TalkAssignCommand
{
    public static Command Create(CliContext cli)
    {
        var run = new Argument<string>("run") { Description = "The run that asks: run_…" };
        var title = new Argument<string>("title") { Description = "The talk's title in the sheet." };
        return cli.Verb("assign", "Says which talk the recording of a run shows, and lets the run go on.",
            "reelway talks assign run_06agn9k2w3zzg \"Owls: why?\"", [run, title], async call =>
            {
                var api = await call.ApiAsync();
                var assigned = await api.PostAsync("/api/v1/talks/assign", new AssignRequest(call.Value(run), call.Value(title)), call.Cancellation);
                call.Show(assigned, people => people.Line($"The recording shows \"{assigned.Text("title")}\". {assigned.Text("sentence")}"));
                return ExitCode.Ok;
            });
    }
}
