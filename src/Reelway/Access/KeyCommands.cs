using System.CommandLine;
using System.Text.Json;
using Reelway.Frame.Cli;

namespace Reelway.Access;

/// <summary><c>key create/list/revoke</c>.</summary>
internal static class KeyCommands
{
    /// <summary>The commands.</summary>
    public static Command Create(CliContext cli) => CliContext.Noun("key", "Keys: what programs show to use the API.",
        cli.List(KeysApi.List, "list", "Lists keys with what they may do and their last use.", "reelway key list\nreelway key list --json", Listed),
        Make(cli),
        Revoke(cli));

    private static Command Make(CliContext cli)
    {
        var name = new Argument<string>("name") { Description = "What it is for." };
        var rights = new Option<string[]>("--right") { Description = "What it may do, such as runs:read; may be repeated. docs/guides/access.md lists them.", HelpName = "NOUN:VERB" };
        var role = new Option<string?>("--role") { Description = "All that a role may do today: viewer, producer, operator or admin.", HelpName = "ROLE" };
        var expires = new Option<string?>("--expires") { Description = "After how long it ends. Default: never.", HelpName = "DURATION" };
        var addresses = new Option<string[]>("--address") { Description = "From where it may be used; may be repeated. Default: from anywhere.", HelpName = "ADDRESS[/BITS]" };
        return cli.Verb("create", "Creates a key, and shows it this once.",
            "reelway key create newsroom --right runs:read --right talks:read --expires 90d\nreelway key create prometheus --right metrics:read --address 10.0.0.0/8", [name, rights, role, expires, addresses],
            call => call.ShowAsync(
                KeysApi.Create, new CreateKeyRequest(call.Value(name), call.Value(rights), call.Value(role), call.Value(expires), call.Value(addresses)), static (text, answer) =>
                {
                    Shown(text, answer.GetProperty("key"));
                    text.Line();
                    text.Line(answer.Text("secret") ?? "");
                    text.Line("Write it down: it is not shown again.");
                }));
    }

    private static Command Revoke(CliContext cli)
    {
        var id = new Argument<string>("id") { Description = "The key's id: key_…" };
        return cli.Verb("revoke", "Ends a key for good and at once.", "reelway key revoke key_06agn9k2w4008 --yes", [id],
            call => call.WhenConfirmedAsync($"Revoke {call.Value(id)}? Whoever uses it is refused from now on.", () => call.ShowAsync(KeysApi.Revoke, Shown, call.Value(id))));
    }

    private static void Listed(CliText text, JsonElement page) => text.List(
        page, "No keys.", ["id", "name", "key", "state", "person", "last use", "expires"],
        item => [item.Text("id"), item.Text("name"), item.Text("shown"), item.Text("state"), item.Text("person"), item.Time("usedAt"), item.Time("expiresAt")]);

    private static void Shown(CliText text, JsonElement item) => text.Pairs(
        ("key", item.Text("id")), ("name", item.Text("name")), ("begins", item.Text("shown")), ("state", item.Text("state")), ("person", item.Text("person")),
        ("may", string.Join(", ", item.List("rights").Select(right => right.GetString()))),
        ("from", string.Join(", ", item.List("addresses").Select(address => address.GetString()).DefaultIfEmpty("anywhere"))),
        ("created", $"{item.Time("createdAt")} by {item.Text("createdBy")}"), ("expires", item.Time("expiresAt")), ("last use", item.Time("usedAt")), ("revoked", item.Time("revokedAt")));
}
