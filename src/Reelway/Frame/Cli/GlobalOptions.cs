using System.CommandLine;

namespace Reelway.Frame.Cli;

/// <summary>The options that every command has.</summary>
internal sealed class GlobalOptions
{
    // The names in the code are of no use to those who type.
    public GlobalOptions()
    {
        Output.CompletionSources.Clear();
        Output.CompletionSources.Add("table", "json", "yaml", "ids");
    }

    public Option<string?> Config { get; } = new("--config") { Description = "Configuration file. Default: reelway.yaml in the current folder.", HelpName = "FILE" };

    public Option<string?> Env { get; } = new("--env") { Description = "Lay environments/NAME.yaml over the configuration.", HelpName = "NAME" };

    public Option<string?> Data { get; } = new("--data") { Description = "Data directory (data.directory).", HelpName = "DIR" };

    /// <summary>Only of commands that listen.</summary>
    public Option<string?> Urls { get; } = new("--urls") { Description = "Addresses to listen on (server.urls).", HelpName = "URL[,URL]" };

    public Option<string[]> Set { get; } = new("--set") { Description = "Set any setting; may be repeated.", HelpName = "KEY=VALUE", AllowMultipleArgumentsPerToken = false };

    public Option<OutputFormat?> Output { get; } = new("--output")
    {
        Description = "table (default), json, yaml or ids.",
        HelpName = "FORMAT",
        CustomParser = result =>
        {
            if (result.Tokens is [{ Value: var name }] && Enum.TryParse<OutputFormat>(name, ignoreCase: true, out var format) && !char.IsAsciiDigit(name[0]))
            {
                return format;
            }

            result.AddError("--output must be table, json, yaml or ids.");
            return null;
        },
    };

    public Option<bool> Json { get; } = new("--json") { Description = "Short for --output json." };

    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "Say nothing but errors." };

    public Option<bool> Verbose { get; } = new("--verbose", "-v") { Description = "Say more, and show the details of failures." };

    public Option<bool> NoColor { get; } = new("--no-color") { Description = "No colours (also: NO_COLOR)." };

    public Option<bool> Yes { get; } = new("--yes", "-y") { Description = "Do not ask." };

    public Option<string?> Server { get; } = new("--server") { Description = "Use this server instead of the data directory (also: REELWAY_SERVER).", HelpName = "URL" };

    public Option<string?> ApiKey { get; } = new("--api-key") { Description = "Key for --server (also: REELWAY_API_KEY, which other users of this machine can't see).", HelpName = "KEY" };

    /// <summary>Makes them known to a command and everything below it.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[Config, Env, Data, Set, Output, Json, Quiet, Verbose, NoColor, Yes, Server, ApiKey])
        {
            option.Recursive = true;
            command.Add(option);
        }
    }
}
