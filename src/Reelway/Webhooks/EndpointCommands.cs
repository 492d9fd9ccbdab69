using System.CommandLine;
using System.Text.Json;
using Reelway.Frame.Cli;

namespace Reelway.Webhooks;

/// <summary><c>webhooks add</c> and <c>webhooks edit</c>.</summary>
internal static class EndpointCommands
{
    /// <summary>Adds an endpoint.</summary>
    public static Command Add(CliContext cli)
    {
        var name = new Argument<string>("name") { Description = "What to call it: letters, digits, - and _." };
        var url = new Argument<string>("url") { Description = "The address that gets the events." };
        var its = new EndpointOptions();
        var unsigned = new Option<bool>("--unsigned") { Description = "Don't sign." };
        var secret = EndpointOptions.Text("--secret", "The secret that signs, whsec_…; - reads it from standard input. Default: a new one.", "SECRET");
        return cli.Verb("add", "Adds an endpoint, which gets the events from now on, and shows the secret that signs them.",
            "reelway webhooks add newsroom https://news.example/hooks/reelway --type talk.published\n"
                + "reelway webhooks add chat https://chat.example/in --type talk.published --unsigned --template '{\"text\":\"{title} is out: {link}\"}'",
            [name, url, .. its.All, unsigned, secret],
            async call =>
            {
                var asked = await its.ReadAsync(call);
                return call.Show(
                    await call.AskAsync(WebhooksApi.Add, new AddWebhookRequest(
                        call.Value(name), call.Value(url), asked.Types, asked.Subject, asked.Description, asked.Method, asked.Headers, asked.Auth, asked.Credentials, !call.Value(unsigned),
                        await EndpointOptions.TypedAsync(call, call.Value(secret)), asked.TimeoutSeconds, asked.Attempts, asked.Template)),
                    Added);
            });
    }

    /// <summary>Changes an endpoint.</summary>
    public static Command Edit(CliContext cli)
    {
        var name = WebhookCommands.Name();
        var url = EndpointOptions.Text("--url", "The address that gets the events.", "URL");
        var its = new EndpointOptions();
        var every = new Option<bool>("--all-types") { Description = "Events of all types." };
        var signed = new Option<bool?>("--signed") { Description = "Sign, or don't: true or false.", HelpName = "BOOL" };
        return cli.Verb("edit", "Changes an endpoint; what is left out stays as it is, and \"\" takes a text away. Deliveries that wait go as it is then.",
            "reelway webhooks edit newsroom --url https://news.example/hooks/new\nreelway webhooks edit newsroom --all-types --subject 'talk/*' --template \"\"",
            [name, url, .. its.All, every, signed],
            async call =>
            {
                var asked = await its.ReadAsync(call);
                return call.Show(
                    await call.AskAsync(WebhooksApi.Edit, asked with { Url = call.Value(url), Types = call.Value(every) ? [] : asked.Types, Signed = call.Value(signed) }, call.Value(name)),
                    WebhookCommands.Shown);
            });
    }

    private static void Added(CliText text, JsonElement answer)
    {
        WebhookCommands.Shown(text, answer.GetProperty("webhook"));
        if (answer.Text("secret") is { } made)
        {
            text.Pairs(("secret", made));
            text.Line("Write the secret down: it is not shown again.");
        }
    }
}
