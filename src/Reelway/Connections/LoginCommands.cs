using System.CommandLine;
using System.Text.Json;
using Reelway.Hosting.Cli;

namespace Reelway.Connections;

/// <summary><c>connections login/logout</c>.</summary>
internal static class LoginCommands
{
    /// <summary>Logs in with a token that is pasted, or piped in.</summary>
    public static Command LogIn(CliContext cli)
    {
        var name = Name();
        return cli.Verb(
            "login", "Logs in to a connection with a token, which is read from the terminal or the standard input and kept sealed.",
            "reelway connections login facebook", [name], async call =>
            {
                var api = await call.ApiAsync();
                var token = call.Console.Ask("Paste the token (a user's access token, see docs/guides/talks.md), then Enter:");
                if (token.Length == 0)
                {
                    throw new CliException(ExitCode.Usage, "No token was given: paste it when asked, or pipe it in: reelway connections login NAME < token.txt");
                }

                return ShowLogin(call, await api.PostAsync(ConnectionCommands.PathOf(call.Value(name), "login"), new { token }, call.Cancellation));
            });
    }

    /// <summary>Forgets a login.</summary>
    public static Command LogOut(CliContext cli)
    {
        var name = Name();
        return cli.Verb(
            "logout", "Forgets what a login has left behind; what is configured holds again.", "reelway connections logout facebook", [name], async call =>
            {
                if (!call.Console.Confirm($"Forget the login of connection {call.Value(name)}? Runs that need it will wait.", call.SaysYes))
                {
                    return ExitCode.Failed;
                }

                var api = await call.ApiAsync();
                var item = await api.PostAsync(ConnectionCommands.PathOf(call.Value(name), "logout"), body: null, call.Cancellation);
                call.Show(item, people => people.Line($"The login of connection {item.Text("id")} is forgotten."));
                return ExitCode.Ok;
            });
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

    private static Argument<string> Name() => new("name") { Description = "The connection's name." };
}
