using System.CommandLine;
using Reelway.Frame.Cli;

namespace Reelway.Runs.Commands;

/// <summary><c>purge</c>: removes what ended long ago.</summary>
internal static class PurgeCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CliContext cli)
    {
        var age = new EndedAge { Required = true };
        return cli.Verb("purge", "Removes ended runs with their steps and logs. Keys stay known for 30 days after a run's end.", "reelway purge --older-than 90d --yes", [age], call =>
        {
            var text = EndedAge.Check(call.Value(age)!);
            return call.WhenConfirmedAsync($"Remove all runs that ended more than {text} ago? They can't be brought back.", () => call.ShowAsync(
                RunOperationsApi.Purge, new PurgeRequest(text), (people, purged) => people.Line(
                    $"Removed {purged.Text("removed")} runs; of {purged.Text("emptied")} that ended less than 30 days ago the key and the end are left.")));
        });
    }
}
