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
            "reelway archive --older-than 7d --yes", [age], async call =>
            {
                var text = call.Value(age) is { } given ? EndedAge.Check(given) : null;
                var which = text is null ? "that ended longer ago than engine.archive_after" : $"that ended more than {text} ago";
                if (!call.Console.Confirm($"Archive all runs {which}? They can't be retried or replayed any more.", call.SaysYes))
                {
                    return ExitCode.Failed;
                }

                var api = await call.ApiAsync();
                var archived = await api.PostAsync("/api/v1/runs/archive", new { olderThan = text }, call.Cancellation);
                call.Show(archived, people => people.Line($"Archived {archived.Text("archived")} runs."));
                return ExitCode.Ok;
            });
    }
}
