using System.CommandLine;
using System.Text.Json;
using Reelway.Frame.Cli;

namespace Reelway.Access;

/// <summary><c>audit list</c>.</summary>
internal static class AuditCommands
{
    /// <summary>The commands.</summary>
    public static Command Create(CliContext cli)
    {
        var actor = new Option<string?>("--actor") { Description = "Only what this person or key has done.", HelpName = "NAME" };
        var action = new Option<string?>("--action") { Description = "Only this action; all that begin so where it ends with *.", HelpName = "ACTION" };
        var subject = new Option<string?>("--subject") { Description = "Only what was done to this, such as connection/main.", HelpName = "SUBJECT" };
        var since = new Option<string?>("--since") { Description = "Only from this time on.", HelpName = "TIME" };
        var until = new Option<string?>("--until") { Description = "Only before this time.", HelpName = "TIME" };
        return CliContext.Noun("audit", "The audit log: who has done what.", cli.List(
            AuditApi.List, "list", "Lists what was done, newest first.", "reelway audit list\nreelway audit list --action \"person.*\" --since 2026-03-01T00:00:00Z --all --json", Listed,
            [actor, action, subject, since, until],
            call => [("actor", call.Value(actor)), ("action", call.Value(action)), ("subject", call.Value(subject)), ("since", call.Value(since)), ("until", call.Value(until))]));
    }

    private static void Listed(CliText text, JsonElement page) => text.List(
        page, "Nothing was recorded.", ["time", "who", "action", "what", "change", "why"],
        item => [item.Time("at"), item.Text("actor"), item.Text("action"), item.Text("subject"), Change(item), item.Text("reason")]);

    private static string? Change(JsonElement item)
        => item.Text("before") is null && item.Text("after") is null ? item.Text("detail") : $"{item.Text("before") ?? "none"} to {item.Text("after") ?? "none"}";
}
