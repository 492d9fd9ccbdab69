using System.CommandLine;
using System.Text.Json;
using Reelway.Frame.Cli;

namespace Reelway.Incoming;

/// <summary><c>incoming list/show/replay/refusals/receivers</c>.</summary>
internal static class IncomingCommands
{
    /// <summary>The commands.</summary>
    public static Command Create(CliContext cli) => CliContext.Noun("incoming", "Incoming: what others brought from outside, and what was refused.",
        List(cli),
        cli.Verb(IncomingApi.Get, "show", "Shows a delivery with what it brought.", "reelway incoming show in_06agn9k2w4010", [Id()], Shown),
        Replay(cli),
        cli.List(IncomingApi.Refusals, "refusals", "Lists what was refused, by hour, address and reason.", "reelway incoming refusals", RefusalsListed),
        cli.List(IncomingApi.Receivers, "receivers", "Lists the paths that others may call, with the addresses to give them.", "reelway incoming receivers", ReceiversListed));

    private static Argument<string> Id() => new("id") { Description = "The delivery's id: in_…" };

    private static Command List(CliContext cli)
    {
        var receiver = new Option<string?>("--receiver") { Description = "Only what came to this receiver.", HelpName = "NAME" };
        return cli.List(IncomingApi.List, "list", "Lists what came in, newest first.", "reelway incoming list\nreelway incoming list --receiver newsroom", Listed,
            [receiver], call => [("receiver", call.Value(receiver))]);
    }

    private static Command Replay(CliContext cli)
    {
        var id = Id();
        return cli.Verb("replay", "Takes a delivery again, as if it had just come.", "reelway incoming replay in_06agn9k2w4010 --yes", [id],
            call => call.WhenConfirmedAsync($"Take {call.Value(id)} again? What follows from it is done again.", () => call.ShowAsync(
                IncomingApi.Replay, static (text, answer) => text.Pairs(("delivery", answer.Text("id")), ("came of it", answer.Text("sentence")), ("run", answer.Text("run"))), call.Value(id))));
    }

    private static void Listed(CliText text, JsonElement page) => text.List(
        page, "Nothing came in.", ["id", "received", "receiver", "delivery", "state", "came of it"],
        item => [item.Text("id"), item.Time("receivedAt"), item.Text("receiver"), item.Text("delivery"), item.Text("state"), item.Text("sentence")]);

    private static void Shown(CliText text, JsonElement detail)
    {
        var item = detail.GetProperty("delivery");
        text.Pairs(
            ("delivery", item.Text("id")), ("receiver", item.Text("receiver")), ("identified by", item.Text("delivery")), ("state", item.Text("state")), ("came of it", item.Text("sentence")),
            ("run", item.Text("run")), ("received", item.Time("receivedAt")), ("from", item.Text("address")), ("media type", item.Text("mediaType")), ("came again", item.Text("repeats")));
        text.Line();
        text.Line(detail.Text("body") ?? "");
    }

    private static void RefusalsListed(CliText text, JsonElement page) => text.List(
        page, "Nothing was refused.", ["last", "address", "receiver", "status", "times", "reason"],
        item => [item.Time("lastAt"), item.Text("address"), item.Text("receiver") ?? "no such path", item.Text("status"), item.Text("count"), item.Text("reason")]);

    private static void ReceiversListed(CliText text, JsonElement page) => text.List(
        page, "Nothing may be called from outside.", ["name", "address", "last"], item => [item.Text("name"), item.Text("url") ?? item.Text("path"), item.Time("lastAt")]);
}
