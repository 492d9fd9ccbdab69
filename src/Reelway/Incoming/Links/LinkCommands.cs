using System.CommandLine;
using System.Text.Json;
using Reelway.Frame.Cli;

namespace Reelway.Incoming.Links;

/// <summary><c>links list/revoke</c>.</summary>
internal static class LinkCommands
{
    /// <summary>The commands.</summary>
    public static Command Create(CliContext cli) => CliContext.Noun("links", "Links for people without an account.", List(cli), Revoke(cli));

    private static Command List(CliContext cli)
    {
        var subject = new Option<string?>("--subject") { Description = "Only links for this subject.", HelpName = "SUBJECT" };
        return cli.List(LinksApi.List, "list", "Lists links, newest first.", "reelway links list\nreelway links list --subject talk/talk_06agn9k2w4009", Listed,
            [subject], call => [("subject", call.Value(subject))]);
    }

    private static Command Revoke(CliContext cli)
    {
        var id = new Argument<string>("id") { Description = "The link's id: link_…" };
        return cli.Verb("revoke", "Revokes a link: whoever opens it from now on does not get in.", "reelway links revoke link_06agn9k2w4008 --yes", [id],
            call => call.WhenConfirmedAsync($"Revoke {call.Value(id)}? Whoever has it does not get in any more.", () => call.ShowAsync(
                LinksApi.Revoke, static (text, item) => text.Line($"{item.Text("id")} is revoked."), call.Value(id))));
    }

    private static void Listed(CliText text, JsonElement page) => text.List(
        page, "No links.", ["id", "for", "subject", "made for", "state", "until", "opened"],
        item => [item.Text("id"), item.Text("for"), item.Text("subject"), item.Text("label"), item.Text("state"), item.Time("expiresAt"), item.Text("uses")]);
}
