using System.CommandLine;
using System.Text.Json;
using Reelway.Frame.Cli;

namespace Reelway.Webhooks;

/// <summary><c>webhooks list/show/add/edit/test/rotate/deliveries/delivery/redeliver/replay/enable/disable/remove</c>.</summary>
internal static class WebhookCommands
{
    /// <summary>The commands.</summary>
    public static Command Create(CliContext cli) => CliContext.Noun("webhooks", "Webhooks: endpoints that get events by HTTP.",
        cli.List(WebhooksApi.List, "list", "Lists endpoints by name.", "reelway webhooks list", Listed),
        cli.Verb(WebhooksApi.Get, "show", "Shows an endpoint.", "reelway webhooks show newsroom", [Name()], Shown),
        EndpointCommands.Add(cli),
        EndpointCommands.Edit(cli),
        ImportCommand.Create(cli),
        cli.Verb(WebhooksApi.Test, "test", "Sends an example to an endpoint, at once and once.", "reelway webhooks test newsroom", [Name()], Tested),
        Rotate(cli),
        Deliveries(cli),
        cli.Verb(DeliveriesApi.Get, "delivery", "Shows a delivery with its attempts.", "reelway webhooks delivery run_06agn9k2w4010",
            [new("id") { Description = "The delivery's run: run_…" }], DeliveryShown),
        Redeliver(cli),
        Replay(cli),
        cli.Verb(WebhooksApi.Enable, "enable", "Switches an endpoint on; it gets everything from where it was.", "reelway webhooks enable newsroom", [Name()], Shown),
        Disable(cli),
        Remove(cli));

    /// <summary>The argument that names an endpoint.</summary>
    public static Argument<string> Name() => new("name") { Description = "The endpoint's name." };

    /// <summary>An endpoint.</summary>
    public static void Shown(CliText text, JsonElement item) => text.Pairs(
        ("webhook", item.Text("name")), ("url", item.Text("url")), ("state", item.Text("enabled") == bool.TrueString ? "on" : "off"), ("why", item.Text("offWhy")),
        ("types", Types(item)), ("subject", item.Text("subject")), ("description", item.Text("description")), ("template", item.Text("template")),
        ("sent as", $"{item.Text("method")}{(item.Text("signed") == bool.TrueString ? ", signed" : "")}, auth {item.Text("auth")}, {item.Text("timeoutSeconds")} s, {item.Text("attempts")} attempts"),
        ("headers", string.Join(", ", item.List("headers").Select(header => header.GetString()))),
        ("failing since", item.Time("failingSince")), ("last success", item.Time("goodAt")), ("events ahead", item.Text("ahead")), ("open", item.Text("open")));

    private static Command Rotate(CliContext cli)
    {
        var name = Name();
        var grace = new Option<string?>("--grace") { Description = "How long the former secret signs too. Default 24h.", HelpName = "DURATION" };
        return cli.Verb("rotate", "Gives an endpoint a new secret; the former one signs too for a while.", "reelway webhooks rotate newsroom --grace 48h", [name, grace],
            call => call.ShowAsync(WebhooksApi.Rotate, new RotateRequest(call.Value(grace)), static (text, answer) =>
            {
                text.Pairs(("secret", answer.Text("secret")), ("former until", answer.Time("formerUntil")));
                text.Line("Write it down: it is not shown again.");
            }, call.Value(name)));
    }

    private static Command Deliveries(CliContext cli)
    {
        var name = Name();
        var state = new Option<string?>("--state") { Description = "Only those in this state: trying, delivered, failed, redelivered.", HelpName = "STATE" };
        return cli.List(DeliveriesApi.List, "deliveries", "Lists an endpoint's deliveries, newest first.", "reelway webhooks deliveries newsroom --state failed\nreelway webhooks deliveries newsroom --all",
            DeliveriesListed, [name, state], call => [("state", call.Value(state))], call => [call.Value(name)]);
    }

    private static Command Redeliver(CliContext cli)
    {
        var name = Name();
        var delivery = new Argument<string?>("delivery") { Description = "The delivery's run: run_…", Arity = ArgumentArity.ZeroOrOne };
        var since = new Option<string?>("--failed-since") { Description = "All that failed since this time.", HelpName = "TIME" };
        return cli.Verb("redeliver", "Delivers again: one delivery, or all that failed since a time.",
            "reelway webhooks redeliver newsroom run_06agn9k2w4010\nreelway webhooks redeliver newsroom --failed-since 2026-03-04T10:00:00Z", [name, delivery, since],
            call => call.ShowAsync(DeliveriesApi.Redeliver, new RedeliverRequest(call.Optional(delivery), call.Value(since)), Redelivered, call.Value(name)));
    }

    private static Command Replay(CliContext cli)
    {
        var name = Name();
        var after = new Option<long?>("--after") { Description = "From behind this position on; 0 for all that are kept.", HelpName = "POSITION" };
        var since = new Option<string?>("--since") { Description = "From this time on.", HelpName = "TIME" };
        return cli.Verb("replay", "Brings events to an endpoint again.", "reelway webhooks replay newsroom --since 2026-03-04T10:00:00Z", [name, after, since],
            call => call.ShowAsync(WebhooksApi.Replay, new ReplayWebhookRequest(call.Value(after), call.Value(since)), Shown, call.Value(name)));
    }

    private static Command Disable(CliContext cli)
    {
        var name = Name();
        var reason = new Option<string?>("--reason") { Description = "Why; shown with the endpoint.", HelpName = "TEXT" };
        return cli.Verb("disable", "Switches an endpoint off; what is meant for it waits.", "reelway webhooks disable newsroom --reason \"They move their server.\"", [name, reason],
            call => call.ShowAsync(WebhooksApi.Disable, new DisableRequest(call.Value(reason)), Shown, call.Value(name)));
    }

    private static Command Remove(CliContext cli)
    {
        var name = Name();
        return cli.Verb("remove", "Removes an endpoint for good.", "reelway webhooks remove newsroom --yes", [name],
            call => call.WhenConfirmedAsync($"Remove {call.Value(name)}? What it has not had it never gets.", () => call.ShowAsync(
                WebhooksApi.Remove, static (text, item) => text.Line($"{item.Text("name")} is removed."), call.Value(name))));
    }

    private static void Listed(CliText text, JsonElement page) => text.List(
        page, "No webhooks.", ["name", "state", "types", "open", "ahead", "url or why"],
        item => [item.Text("name"), State(item), Types(item), item.Text("open"), item.Text("ahead"), item.Text("offWhy") ?? item.Text("url")]);

    private static string State(JsonElement item) => item.Text("enabled") != bool.TrueString ? "off" : item.Text("failingSince") is null ? "ok" : "failing";

    private static string Types(JsonElement item) => string.Join(", ", item.List("types").Select(type => type.GetString()).DefaultIfEmpty("all"));

    private static void Tested(CliText text, JsonElement answer)
    {
        text.Line(answer.Text("sentence") ?? "");
        text.Pairs(("answer", answer.Text("answer")));
    }

    private static void DeliveriesListed(CliText text, JsonElement page) => text.List(
        page, "No deliveries.", ["id", "state", "attempts", "updated", "type", "subject"],
        one => [one.Text("id"), one.Text("state"), one.Text("attempts"), one.Time("updatedAt"), one.Text("type"), one.Text("subject")]);

    private static void DeliveryShown(CliText text, JsonElement answer)
    {
        var one = answer.GetProperty("delivery");
        text.Pairs(("delivery", one.Text("id")), ("webhook", one.Text("endpoint")), ("state", one.Text("state")), ("type", one.Text("type")), ("subject", one.Text("subject")));
        foreach (var attempt in answer.List("attempts"))
        {
            text.Line();
            text.Pairs(
                ("attempt", attempt.Time("at")), ("took", attempt.Duration("elapsedMs")), ("status", attempt.Text("status")), ("problem", attempt.Text("problem")),
                ("answer", attempt.Text("answer")));
        }
    }

    private static void Redelivered(CliText text, JsonElement answer)
    {
        foreach (var run in answer.List("runs"))
        {
            text.Line(run.GetString() ?? "");
        }

        text.Line(answer.Text("hasMore") == bool.TrueString ? "More have failed; repeat the command when these are done." : $"{answer.List("runs").Count()} delivered again.");
    }
}
