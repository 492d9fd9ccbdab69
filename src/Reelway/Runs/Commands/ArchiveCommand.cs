using System.CommandLine;
using Reelway.Frame.Cli;

namespace Reelway.Runs.Commands;

/// <summary><c>archive</c>: puts away what ended a while ago.</summary>
internal static class ArchiveCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CliContext cli)
    {
        var age = new EndedAge();
        return cli.Verb("archive", "Moves ended runs' steps and logs out of the tables that open runs write to. They are still shown, but can't be retried or replayed. Without --older-than: as engine.archive_after says.",
            "reelway archive --older-than 7d --yes", [age], call =>
            {
                var text = call.Value(age) is { } given ? EndedAge.Check(given) : null;
                var which = text is null ? "that ended longer ago than engine.archive_after" : $"that ended more than {text} ago";
                return call.WhenConfirmedAsync($"Archive all runs {which}? They can't be retried or replayed any more.", () => call.ShowAsync(
                    RunOperationsApi.Archive, new ArchiveRequest(text), (people, archived) => people.Line($"Archived {archived.Text("archived")} runs.")));
            });
    }
}
