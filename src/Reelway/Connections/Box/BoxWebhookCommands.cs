using System.CommandLine;
using System.Text.Json;
using Reelway.Frame.Cli;

namespace Reelway.Connections.Box;

/// <summary><c>connections box webhook list/add/remove/rotate</c>.</summary>
internal static class BoxWebhookCommands
{
    /// <summary>The commands.</summary>
    public static Command Create(CliContext cli) => CliContext.Noun("box", "Box: the webhooks that a connection has registered there.",
        CliContext.Noun("webhook", "Webhooks at Box: what happens in a folder is delivered to the public listener.", List(cli), Add(cli), Remove(cli), Rotate(cli)));

    private static Command List(CliContext cli)
    {
        var name = ConnectionCommands.Name();
        return cli.List(BoxWebhooksApi.List, "list", "Lists the webhooks that the connection's application has registered.", "reelway connections box webhook list box", Listed,
            [name], static _ => [], call => [call.Value(name)]);
    }

    private static Command Add(CliContext cli)
    {
        var name = ConnectionCommands.Name();
        var address = new Option<string?>("--address") { Description = "Where Box delivers to: an https address at port 443 (\"reelway incoming receivers\" shows those of this server).", HelpName = "URL" };
        var folder = new Option<string?>("--folder") { Description = "Id of the folder that is watched. Default: root_folder_id of the connection.", HelpName = "ID" };
        var triggers = new Option<string[]>("--trigger") { Description = "What is delivered; may be given several times. Default: FILE.UPLOADED.", HelpName = "NAME", DefaultValueFactory = _ => [] };
        return cli.Verb(
            "add", "Registers a webhook on a folder; it covers the folders below.",
            "reelway connections box webhook add box --address https://hooks.example.org/webhooks/box", [name, address, folder, triggers],
            call => call.ShowAsync(
                BoxWebhooksApi.Add, new NewBoxWebhook(call.Value(address), call.Value(folder), call.Value(triggers) is { Length: > 0 } wanted ? wanted : null), Shown, call.Value(name)));
    }

    private static Command Remove(CliContext cli)
    {
        var (name, webhook) = (ConnectionCommands.Name(), Id());
        return cli.Verb("remove", "Removes a webhook: nothing is delivered any more.", "reelway connections box webhook remove box 11446498 --yes", [name, webhook],
            call => call.WhenConfirmedAsync($"Remove webhook {call.Value(webhook)}? What happens in its folder is then not delivered.", () => call.ShowAsync(
                BoxWebhooksApi.Remove, static (text, item) => text.Line($"Webhook {item.Text("id")} of folder {item.Text("folder")} is removed."), call.Value(name), call.Value(webhook))));
    }

    private static Command Rotate(CliContext cli)
    {
        var (name, webhook) = (ConnectionCommands.Name(), Id());
        return cli.Verb("rotate", "Removes a webhook and registers it again, so that Box signs with the keys that the application has now.",
            "reelway connections box webhook rotate box 11446498", [name, webhook],
            call => call.ShowAsync(BoxWebhooksApi.Rotate, Rotated, call.Value(name), call.Value(webhook)));
    }

    private static Argument<string> Id() => new("webhook") { Description = "The webhook's id at Box." };

    private static void Listed(CliText text, JsonElement page) => text.List(
        page, "No webhooks: add one with \"reelway connections box webhook add\".", ["id", "folder", "address", "triggers"],
        item => [item.Text("id"), item.Text("folder"), item.Text("address") ?? "-", Triggers(item)]);

    private static void Shown(CliText text, JsonElement item) => text.Pairs(
        ("webhook", item.Text("id")), ("folder", item.Text("folder")), ("address", item.Text("address")), ("triggers", Triggers(item)));

    private static void Rotated(CliText text, JsonElement item)
    {
        Shown(text, item);
        text.Line("Its deliveries are signed with the keys that stand in Box's developer console under Webhooks, Manage signature keys.");
        text.Line("Set them here as secrets of the receiver in webhook.receivers, the primary key first and the secondary one second, and restart the server.");
    }

    private static string Triggers(JsonElement item) => string.Join(", ", item.List("triggers").Select(trigger => trigger.GetString()));
}
