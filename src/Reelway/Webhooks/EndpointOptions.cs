using System.CommandLine;
using Reelway.Frame.Cli;

namespace Reelway.Webhooks;

/// <summary>The options of commands that say what an endpoint is to be.</summary>
internal sealed class EndpointOptions
{
    private readonly Option<string[]> _types = new("--type") { Description = "Only events of this type; may be repeated. Default: all.", HelpName = "TYPE", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> _subject = Text("--subject", "Only events about this subject; talk/* for all that begin so.", "SUBJECT");
    private readonly Option<string?> _description = Text("--description", "What it is for.", "TEXT");
    private readonly Option<string?> _method = Text("--method", "POST, PUT or PATCH. Default POST.", "METHOD");
    private readonly Option<string[]> _headers = new("--header") { Description = "A header that is sent with each; may be repeated.", HelpName = "NAME=VALUE" };
    private readonly Option<string?> _auth = Text("--auth", "none, bearer or basic. Default none.", "KIND");
    private readonly Option<string?> _credentials = Text("--credentials", "The bearer's token, or user:password; - reads it from standard input.", "TEXT");
    private readonly Option<int?> _timeout = new("--timeout") { Description = "Seconds until the whole answer must be there. Default 15.", HelpName = "N" };
    private readonly Option<int?> _attempts = new("--attempts") { Description = "Attempts in all, 1 to 10. Default 10, over three days.", HelpName = "N" };
    private readonly Option<string?> _template = Text("--template", "The payload in the receiver's own form, JSON with {placeholders}; @FILE reads it from a file.", "JSON");

    /// <summary>All of them, in the order of the help.</summary>
    public IReadOnlyList<Symbol> All => [_types, _subject, _description, _method, _headers, _auth, _credentials, _timeout, _attempts, _template];

    /// <summary>What they say; null where one is not given.</summary>
    public async Task<EditWebhookRequest> ReadAsync(CliCall call) => new()
    {
        Types = call.Value(_types) is { Length: > 0 } types ? types : null,
        Subject = call.Value(_subject),
        Description = call.Value(_description),
        Method = call.Value(_method),
        Headers = call.Value(_headers) is { Length: > 0 } headers ? Headers(headers) : null,
        Auth = call.Value(_auth),
        Credentials = await TypedAsync(call, call.Value(_credentials)),
        TimeoutSeconds = call.Value(_timeout),
        Attempts = call.Value(_attempts),
        Template = call.Value(_template) is { Length: > 0 } text ? (await CliJson.ReadAsync(call, "--template", text)).GetRawText() : call.Value(_template),
    };

    /// <summary>An option that is a text.</summary>
    public static Option<string?> Text(string option, string help, string word) => new(option) { Description = help, HelpName = word };

    /// <summary>A text that <c>-</c> leaves to standard input.</summary>
    public static async Task<string?> TypedAsync(CliCall call, string? text) => text == "-" ? await call.Surroundings.In.ReadLineAsync(call.Cancellation) : text;

    private static Dictionary<string, string> Headers(IEnumerable<string> texts)
        => texts.ToDictionary(
            text => text.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? text[..at] : throw new CliException(ExitCode.Usage, $"--header {text}: write it as NAME=VALUE."),
            text => text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..], StringComparer.OrdinalIgnoreCase);
}
