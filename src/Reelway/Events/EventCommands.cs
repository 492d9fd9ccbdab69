using System.CommandLine;
using System.Text.Json;
using Reelway.Frame.Cli;

namespace Reelway.Events;

/// <summary><c>events list/show/types/subscribers/replay/forget</c>.</summary>
internal static class EventCommands
{
    /// <summary>The commands.</summary>
    public static Command Create(CliContext cli) => CliContext.Noun("events", "Events: what happened, and who is notified.",
        List(cli),
        cli.Verb(EventsApi.Get, "show", "Shows an event.", "reelway events show 1042", [new("position") { Description = "Its position, as the list shows it." }], Shown),
        cli.List(EventsApi.Types, "types", "Lists the types of events, with schemas and examples in --json.", "reelway events types --json", TypesListed),
        cli.List(EventsApi.Subscribers, "subscribers", "Lists who gets events, and how far each has come.", "reelway events subscribers", SubscribersListed),
        Replay(cli),
        Forget(cli));

    private static Command List(CliContext cli)
    {
        var type = new Option<string?>("--type") { Description = "Only events of this type: see \"reelway events types\".", HelpName = "TYPE" };
        var subject = new Option<string?>("--subject") { Description = "Only events about this subject.", HelpName = "SUBJECT" };
        return cli.List(EventsApi.List, "list", "Lists events, newest first.", "reelway events list\nreelway events list --type talk.published --subject talk/talk_06agn9k2w4008",
            Listed, [type, subject], call => [("type", call.Value(type)), ("subject", call.Value(subject))]);
    }

    private static Command Replay(CliContext cli)
    {
        var subscriber = new Argument<string>("subscriber") { Description = "Who gets the events: see \"reelway events subscribers\"." };
        var after = new Option<long?>("--after") { Description = "From behind this position on; 0 for all that are kept.", HelpName = "POSITION" };
        var since = new Option<string?>("--since") { Description = "From this time on.", HelpName = "TIME" };
        return cli.Verb("replay", "Brings events to a subscriber again.",
            "reelway events replay webhook/newsroom --since 2026-03-04T10:00:00Z\nreelway events replay webhook/newsroom --after 1042", [subscriber, after, since],
            call => call.ShowAsync(EventsApi.Replay, new ReplayEventsRequest(call.Value(subscriber), call.Value(after), call.Value(since)), SubscriberShown));
    }

    private static Command Forget(CliContext cli)
    {
        var subscriber = new Argument<string>("subscriber") { Description = "Who is gone: see \"reelway events subscribers\"." };
        return cli.Verb("forget", "Forgets a subscriber that no longer exists, so that events are no longer kept for it.", "reelway events forget posts.announce --yes", [subscriber],
            call => call.WhenConfirmedAsync($"Forget {call.Value(subscriber)}? What it has not had it never gets.", () => call.ShowAsync(
                EventsApi.Forget, new SubscriberRequest(call.Value(subscriber)), SubscriberShown)));
    }

    private static void Listed(CliText text, JsonElement page) => text.List(
        page, "No events.", ["position", "time", "type", "subject"], told => [told.Text("position"), told.Time("time"), told.Text("type"), told.Text("subject")]);

    private static void Shown(CliText text, JsonElement told)
    {
        text.Pairs(("position", told.Text("position")), ("type", told.Text("type")), ("subject", told.Text("subject")), ("time", told.Time("time")), ("id", told.Text("id")));
        text.Line();
        foreach (var member in told.GetProperty("data").EnumerateObject())
        {
            text.Pairs((member.Name, member.Value.ToString()));
        }
    }

    private static void TypesListed(CliText text, JsonElement page) => text.List(page, "No types.", ["type", "when"], type => [type.Text("name"), type.Text("text")]);

    private static void SubscribersListed(CliText text, JsonElement page) => text.List(
        page, "Nobody gets events.", ["subscriber", "position", "ahead", "at work", "current"],
        one => [one.Text("name"), one.Text("position"), one.Text("ahead"), one.Text("taken"), one.Text("current") == bool.TrueString ? "yes" : "no"]);

    private static void SubscriberShown(CliText text, JsonElement one) => text.Pairs(
        ("subscriber", one.Text("name")), ("position", one.Text("position")), ("ahead", one.Text("ahead")), ("at work", one.Text("taken")));
}
