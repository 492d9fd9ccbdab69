using System.CommandLine;
using System.Text.Json;
using Reelway.Frame.Cli;

namespace Reelway.Connections;

/// <summary><c>connections list/check/pause/resume</c>: the accounts of outside systems.</summary>
internal static class ConnectionCommands
{
    private const string None = "No connection is configured. Set connections.NAME.connector in reelway.yaml.";

    /// <summary>The commands.</summary>
    public static Command Create(CliContext cli) => CliContext.Noun("connections", "Connections: the configured accounts of outside systems.",
        cli.List(ConnectionsApi.List, "list", "Lists the connections with what is known of them; asks nobody outside.", "reelway connections list\nreelway connections list --json", Table),
        Check(cli), LoginCommands.LogIn(cli), LoginCommands.LogOut(cli), Box.BoxWebhookCommands.Create(cli),
        cli.Verb(ConnectionsApi.Pause, "pause", "Lets no step begin that needs the connection; runs that do not need it go on.", "reelway connections pause facebook", [Name()],
            (people, item) => people.Line($"Connection {item.Text("id")} is paused: runs that need it wait, others go on.")),
        cli.Verb(ConnectionsApi.Resume, "resume", "Ends a pause; the runs that waited go on by themselves.", "reelway connections resume facebook", [Name()],
            (people, item) => people.Line($"Connection {item.Text("id")} is resumed: what waited for it goes on.")));

    /// <summary>The argument that names a connection.</summary>
    public static Argument<string> Name() => new("name") { Description = "The connection's name." };

    private static Command Check(CliContext cli)
    {
        var names = new Argument<string[]>("name") { Description = "Only these connections. Default: all.", Arity = ArgumentArity.ZeroOrMore, DefaultValueFactory = _ => [] };
        return cli.Verb(
            "check", "Makes one harmless call per connection; exit code 4 when one does not work.",
            "reelway connections check\nreelway connections check facebook --json", [names], async call =>
            {
                await call.ApiAsync();
                JsonElement[] found = call.Value(names) is { Length: > 0 } wanted
                    ? await Task.WhenAll(wanted.Distinct().Select(name => call.AskAsync(ConnectionsApi.Check, name)))
                    : [.. (await call.AskAsync(ConnectionsApi.CheckAll)).List("items")];
                call.Console.Show(new { items = found }, people =>
                {
                    if (found.Length == 0)
                    {
                        people.Line(None);
                    }

                    Findings(people, found);
                });
                return found.Any(item => item.GetProperty("check").Text("problem") is not null) ? ExitCode.Connection : ExitCode.Ok;
            });
    }

    private static void Table(CliText people, JsonElement page)
        => people.List(page, None, ["name", "system", "health", "last good call", "permissions", "expires", "problem"], item =>
        [
            item.Text("id"), item.Text("system"), item.Text("health"), item.Text("lastGoodAt") ?? "-", Permissions(item), LastCheck(item)?.Text("expiresAt") ?? "-", item.Text("problem") ?? "-",
        ]);

    private static void Findings(CliText people, IReadOnlyList<JsonElement> items)
    {
        foreach (var item in items)
        {
            var check = item.GetProperty("check");
            var permissions = check.GetProperty("permissions").EnumerateArray().ToList();
            string Names(bool granted) => string.Join(", ", permissions
                .Where(permission => permission.GetProperty("needed").GetBoolean() || granted)
                .Where(permission => permission.GetProperty("granted").ValueKind == (granted ? JsonValueKind.True : JsonValueKind.False))
                .Select(permission => permission.Text("name")));
            people.Pairs(
                ("connection", $"{item.Text("id")} ({item.Text("system")})"),
                ("works", check.Text("problem") is null ? "ok" : "fail"),
                ("problem", check.Text("problem")),
                ("logged in as", check.Text("identity")),
                ("granted", Names(granted: true)),
                ("missing", Names(granted: false)),
                ("expires", check.Text("expiresAt")),
                ("took", $"{check.GetProperty("latencyMs").GetDouble():0} ms"),
                ("look at", string.Join(" ", check.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString()))));
            people.Line();
        }
    }

    // As the last check has seen them: what is missing by name, since that is what a person has to grant.
    private static string Permissions(JsonElement item)
    {
        var needed = LastCheck(item)?.GetProperty("permissions").EnumerateArray().Where(permission => permission.GetProperty("needed").GetBoolean()).ToList() ?? [];
        var told = needed.Where(permission => permission.GetProperty("granted").ValueKind != JsonValueKind.Null).ToList();
        var missing = told.Where(permission => permission.GetProperty("granted").ValueKind == JsonValueKind.False).Select(permission => permission.Text("name")).ToList();
        return told.Count == 0 ? "-"
            : missing.Count > 0 ? $"missing {string.Join(", ", missing)}"
            : $"{told.Count} of {needed.Count} granted";
    }

    private static JsonElement? LastCheck(JsonElement item) => item.GetProperty("check") is { ValueKind: JsonValueKind.Object } check ? check : null;
}
