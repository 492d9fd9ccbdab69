using System.CommandLine;
using System.Text.Json;
using Reelway.Configuration;
using Reelway.Frame.Cli;

namespace Reelway.Connections;

/// <summary><c>connections login/logout</c>.</summary>
internal static class LoginCommands
{
    /// <summary>Logs in: with a browser where the connection has an app for it, else with a token that is pasted or piped in.</summary>
    public static Command LogIn(CliContext cli)
    {
        var name = ConnectionCommands.Name();
        var browser = new Option<bool>("--browser") { Description = "Log in with a browser, also where no terminal is." };
        var paste = new Option<bool>("--paste") { Description = "Log in with a token, although a browser could be used." };
        var port = new Option<int>("--port") { Description = "Port of this machine on which the browser comes back. Default: a free one.", HelpName = "PORT" };
        var wait = new Option<string>("--wait")
        {
            Description = "How long to wait for the browser.",
            HelpName = "DURATION",
            DefaultValueFactory = _ => Durations.Format(BrowserLogin.Patience),
        };
        var secret = new Option<string?>("--from-secret") { Description = "Log in with what a secret of AWS Secrets Manager holds: its name or ARN.", HelpName = "SECRET" };
        var aws = new Option<string?>("--aws") { Description = "The AWS connection to read the secret by. Default: aws.", HelpName = "CONNECTION" };
        return cli.Verb(
            "login",
            "Logs in to a connection: with a browser when its app is configured, else with a token that is pasted or piped in, or with a secret of AWS Secrets Manager. What it brings is kept sealed.",
            "reelway connections login facebook\nreelway connections login facebook --paste\nreelway connections login x --from-secret social-posts/twitter",
            [name, browser, paste, port, wait, secret, aws], async call =>
            {
                var (portNumber, patience) = (Port(call.Value(port)), Patience(call.Value(wait)));
                if ((call.Value(browser) ? 1 : 0) + (call.Value(paste) ? 1 : 0) + (call.Value(secret) is null ? 0 : 1) > 1)
                {
                    throw new CliException(ExitCode.Usage, "--browser, --paste and --from-secret exclude each other.");
                }

                if (call.Value(secret) is { } from)
                {
                    return ShowLogin(call, await call.AskAsync(LoginApi.LogIn, new LoginRequest(Token: null, Secret: from, Aws: call.Value(aws)), call.Value(name)));
                }

                if (call.Value(aws) is not null)
                {
                    throw new CliException(ExitCode.Usage, "--aws belongs to --from-secret.");
                }

                await call.ApiAsync();
                var isWithBrowser = call.Value(browser) || (!call.Value(paste) && call.Console.CanAsk);
                var login = isWithBrowser ? await BrowserLogin.RunAsync(call, call.Value(name), portNumber, patience) : null;
                return ShowLogin(call, login ?? await WithTokenAsync(call, call.Value(name)));
            });
    }

    /// <summary>Forgets a login.</summary>
    public static Command LogOut(CliContext cli)
    {
        var name = ConnectionCommands.Name();
        return cli.Verb(
            "logout", "Forgets what a login has left behind; what is configured holds again.", "reelway connections logout facebook", [name],
            call => call.WhenConfirmedAsync($"Forget the login of connection {call.Value(name)}? Runs that need it will wait.", () => call.ShowAsync(
                LoginApi.LogOut, (people, item) => people.Line($"The login of connection {item.Text("id")} is forgotten."), call.Value(name))));
    }

    /// <summary>Shows what a login has brought; the exit code tells whether the connection works with it.</summary>
    public static int ShowLogin(CliCall call, JsonElement login)
    {
        var connection = login.GetProperty("connection");
        var problem = connection.Text("problem");
        call.Show(login, people => people.Pairs(
            ("connection", connection.Text("id")),
            ("reaches", login.Text("reaches")),
            ("expires", login.Text("expiresAt") ?? "not known, or never"),
            ("problem", problem),
            ("look at", string.Join(" ", login.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString())))));
        return problem is null ? ExitCode.Ok : ExitCode.Connection;
    }

    private static Task<JsonElement> WithTokenAsync(CliCall call, string name)
    {
        var token = call.Console.Ask("Paste the token (a user's access token, see docs/guides/talks.md), then Enter:");
        return token.Length > 0
            ? call.AskAsync(LoginApi.LogIn, new LoginRequest(token), name)
            : throw new CliException(
                ExitCode.Usage, "No token was given: paste it when asked, pipe it in (reelway connections login NAME < token.txt), or log in with a browser (--browser).");
    }

    private static int Port(int port) => port is >= 0 and <= 65535 ? port : throw new CliException(ExitCode.Usage, "--port must be 0 to 65535.");

    private static TimeSpan Patience(string? text)
        => Durations.TryParse(text ?? "", out var patience) && patience > TimeSpan.Zero && patience <= TimeSpan.FromDays(1)
            ? patience
            : throw new CliException(ExitCode.Usage, $"--wait {text}: write a duration up to 1d, such as 10m.");
}
