using System.CommandLine;
using Reelway.Frame.Cli;

namespace Reelway.Webhooks;

/// <summary><c>webhooks add</c>.</summary>
internal static class WebhookAddCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CliContext cli)
    {
        var name = new Argument<string>("name") { Description = "What to call it: letters, digits, - and _." };
        var url = new Argument<string>("url") { Description = "The address that gets the events." };
        var types = new Option<string[]>("--type") { Description = "Only events of this type; may be repeated. Default: all.", HelpName = "TYPE", AllowMultipleArgumentsPerToken = true };
        var subject = Text("--subject", "Only events about this subject; talk/* for all that begin so.", "SUBJECT");
        var description = Text("--description", "What it is for.", "TEXT");
        var method = Text("--method", "POST, PUT or PATCH. Default POST.", "METHOD");
        var headers = new Option<string[]>("--header") { Description = "A header that is sent with each; may be repeated.", HelpName = "NAME=VALUE" };
        var auth = Text("--auth", "none, bearer or basic. Default none.", "KIND");
        var credentials = Text("--credentials", "The bearer's token, or user:password; - reads it from standard input.", "TEXT");
        var unsigned = new Option<bool>("--unsigned") { Description = "Don't sign." };
        var secret = Text("--secret", "The secret that signs, whsec_…; - reads it from standard input. Default: a new one.", "SECRET");
        var timeout = new Option<int?>("--timeout") { Description = "Seconds until the whole answer must be there. Default 15.", HelpName = "N" };
        var attempts = new Option<int?>("--attempts") { Description = "Attempts in all, 1 to 10. Default 10, over three days.", HelpName = "N" };
        var template = Text("--template", "The payload in the receiver's own form, JSON with {placeholders}; @FILE reads it from a file.", "JSON");
        return cli.Verb("add", "Adds an endpoint, which gets the events from now on, and shows the secret that signs them.",
            "reelway webhooks add newsroom https://news.example/hooks/reelway --type talk.published\n"
                + "reelway webhooks add chat https://chat.example/in --type talk.published --unsigned --template '{\"text\":\"{title} is out: {link}\"}'",
            [name, url, types, subject, description, method, headers, auth, credentials, unsigned, secret, timeout, attempts, template],
            async call => call.Show(
                await call.AskAsync(WebhooksApi.Add, new AddWebhookRequest(
                    call.Value(name), call.Value(url), call.Value(types), call.Value(subject), call.Value(description), call.Value(method), Headers(call.Value(headers) ?? []),
                    call.Value(auth), await TypedAsync(call, call.Value(credentials)), !call.Value(unsigned), await TypedAsync(call, call.Value(secret)), call.Value(timeout),
                    call.Value(attempts), call.Value(template) is { } text ? (await CliJson.ReadAsync(call, "--template", text)).GetRawText() : null)),
                static (text, answer) =>
                {
                    WebhookCommands.Shown(text, answer.GetProperty("webhook"));
                    if (answer.Text("secret") is { } made)
                    {
                        text.Pairs(("secret", made));
                        text.Line("Write the secret down: it is not shown again.");
                    }
                }));
    }

    private static Option<string?> Text(string option, string help, string word) => new(option) { Description = help, HelpName = word };

    private static Dictionary<string, string> Headers(IEnumerable<string> texts)
        => texts.ToDictionary(
            text => text.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? text[..at] : throw new CliException(ExitCode.Usage, $"--header {text}: write it as NAME=VALUE."),
            text => text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..], StringComparer.OrdinalIgnoreCase);

    private static async Task<string?> TypedAsync(CliCall call, string? text) => text == "-" ? await call.Surroundings.In.ReadLineAsync(call.Cancellation) : text;
}
