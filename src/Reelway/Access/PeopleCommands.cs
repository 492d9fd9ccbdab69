using System.CommandLine;
using System.Text.Json;
using Reelway.Frame.Cli;
using Reelway.Frame.Web;

namespace Reelway.Access;

/// <summary><c>people list/show/add/role/disable/enable/password/sign-out/rescue</c>.</summary>
internal static class PeopleCommands
{
    /// <summary>The commands.</summary>
    public static Command Create(CliContext cli) => CliContext.Noun("people", "People: who may sign in, and what they may do.",
        cli.List(PeopleApi.List, "list", "Lists people with their roles.", "reelway people list", Listed),
        cli.Verb(PeopleApi.Get, "show", "Shows a person.", "reelway people show ana", [Name()], Shown),
        Add(cli),
        SetRole(cli),
        Reasoned(cli, PeopleApi.Disable, "disable", "Ends a person's sessions and keys, and lets them in no more.", "reelway people disable ana --reason \"She has left.\""),
        Reasoned(cli, PeopleApi.Enable, "enable", "Lets a disabled person in again.", "reelway people enable ana"),
        Password(cli),
        cli.Verb(PeopleApi.SignOut, "sign-out", "Ends all sessions of a person.", "reelway people sign-out ana", [Name()], static (text, item) => text.Line($"{item.Text("name")} is signed out everywhere.")),
        Rescue(cli));

    private static Command Add(CliContext cli)
    {
        var (name, role) = (Name(), new Option<string?>("--role") { Description = "viewer, producer, operator, admin or none.", HelpName = "ROLE", Required = true });
        var email = new Option<string?>("--email") { Description = "Mail address.", HelpName = "ADDRESS" };
        var link = new Option<bool>("--link-email") { Description = "An account of OpenID Connect with this verified address may be taken for theirs, once." };
        return cli.Verb("add", "Adds a person, and shows the link by which they choose a password.",
            "reelway people add ana --role producer\nreelway people add boris --role viewer --email boris@example.org --link-email", [name, role, email, link], async call =>
            {
                var body = new AddPersonRequest(call.Value(name), call.Value(role), call.Value(email), call.Value(link) ? true : null);
                return call.Show(await call.AskAsync(PeopleApi.Add, body), Added(await call.ApiAsync(), call));
            });
    }

    private static Command SetRole(CliContext cli)
    {
        var (name, role, reason) = (Name(), new Argument<string>("role") { Description = "viewer, producer, operator, admin or none." }, Reason());
        return cli.Verb("role", "Gives a person another role; it counts at once.", "reelway people role ana operator", [name, role, reason],
            call => call.ShowAsync(PeopleApi.SetRole, new RoleRequest(call.Value(role), call.Value(reason)), Shown, call.Value(name)));
    }

    private static Command Reasoned(CliContext cli, Frame.Operations.Operation<ReasonRequest, PersonItem> operation, string verb, string help, string example)
    {
        var (name, reason) = (Name(), Reason());
        return cli.Verb(verb, help, example, [name, reason], call => call.ShowAsync(operation, new ReasonRequest(call.Value(reason)), Shown, call.Value(name)));
    }

    private static Command Password(CliContext cli)
    {
        var name = Name();
        return cli.Verb("password", "Shows a link by which a person chooses a new password.", "reelway people password ana", [name], async call =>
        {
            var answer = await call.AskAsync(PeopleApi.Link, call.Value(name));
            return call.Show(answer, Link(await call.ApiAsync(), call));
        });
    }

    private static Command Rescue(CliContext cli)
    {
        var name = Name();
        return cli.Verb("rescue", "Makes an admin for an emergency, or brings one back; only on the server's own machine.", "reelway people rescue rescue", [name],
            async call => call.Show(await call.AskAsync(PeopleApi.Rescue, new AddPersonRequest(call.Value(name))), Added(await call.ApiAsync(), call)));
    }

    private static Action<CliText, JsonElement> Added(ApiClient api, CliCall call) => (text, answer) =>
    {
        Shown(text, answer.GetProperty("person"));
        text.Line();
        Link(api, call)(text, answer);
    };

    private static Action<CliText, JsonElement> Link(ApiClient api, CliCall call) => (text, answer) =>
    {
        text.Line(new Uri(BaseOf(api, call), answer.Text("path")).ToString());
        text.Line($"Good once, until {answer.Time("until")}. Whoever has it chooses the password.");
    };

    /// <summary>A command that works on the store itself listens on a port that is soon gone: links name the address that the server will have, from the settings.</summary>
    private static Uri BaseOf(ApiClient api, CliCall call)
        => call.AnswersItself && Uri.TryCreate(call.Settings.Get<ServerOptions>().Urls[0], UriKind.Absolute, out var later) ? later : api.Server;

    private static void Listed(CliText text, JsonElement page) => text.List(
        page, "Nobody yet.", ["name", "role", "state", "last seen", "email"],
        item => [item.Text("name"), item.Text("role") ?? "none", State(item), item.Time("seenAt"), item.Text("email")]);

    private static void Shown(CliText text, JsonElement item) => text.Pairs(
        ("person", item.Text("name")), ("role", item.Text("role") ?? "none"), ("state", State(item)), ("email", item.Text("email")), ("added", item.Time("createdAt")),
        ("last seen", item.Time("seenAt")), ("disabled", item.Text("disabledBy") is { } by ? $"{item.Time("disabledAt")} by {by}" : null));

    private static string State(JsonElement item)
        => item.Text("disabled") == bool.TrueString ? "disabled" : item.Text("hasPassword") == bool.TrueString ? "enabled" : "no password yet";

    private static Argument<string> Name() => new("name") { Description = "What the person signs in by." };

    private static Option<string?> Reason() => new("--reason") { Description = "Why; kept in the audit log.", HelpName = "TEXT" };
}
