using System.CommandLine;
using Reelway.Hosting.Configuration;

namespace Reelway.Hosting.Cli;

/// <summary><c>purge</c>: removes what ended long ago.</summary>
internal static class PurgeCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CliContext cli)
    {
        var age = new Option<string>("--older-than") { Description = "Runs that ended longer ago than this, such as 30d or 12h.", HelpName = "AGE", Required = true };
        return cli.Verb("purge", "Removes ended runs with their steps and logs. Keys stay known for 30 days after a run's end.",
            "reelway purge --older-than 90d --yes", [age], async call =>
            {
                var text = call.Value(age)!;
                if (!Durations.TryParse(text, out var duration) || duration < TimeSpan.Zero)
                {
                    throw new CliException(ExitCode.Usage, $"--older-than {text}: write a duration such as 30d or 12h.");
                }

                if (!call.Console.Confirm($"Remove all runs that ended more than {text} ago? They can't be brought back.", call.SaysYes))
                {
                    return ExitCode.Failed;
                }

                var api = await call.ApiAsync();
                var purged = await api.PostAsync("/api/v1/runs/purge", new { olderThan = text }, call.Cancellation);
                call.Show(purged, people => people.Line(
                    $"Removed {purged.Text("removed")} runs; of {purged.Text("emptied")} that ended less than 30 days ago the key and the end are left."));
                return ExitCode.Ok;
            });
    }
}
