using System.CommandLine;
using System.Text.Json;
using Reelway.Frame.Cli;

namespace Reelway.Connections;

/// <summary><c>connections list/check/pause/resume</c>: the accounts of outside systems.</summary>
internal static class ConnectionCommands
{
    private const string None = "No connection is configured. Set connections.NAME.connector in reelway.yaml.";

    private const string ApiPath = "/api/v1/connections";

    /// <summary>The commands.</summary>
    public static Command Create(CliContext cli)
        => CliContext.Noun(
            "connections", "Connections: the configured accounts of outside systems.",
            [List(cli), Check(cli), LoginCommands.LogIn(cli), LoginCommands.LogOut(cli), Pause(cli), Resume(cli)]);

    private static Command List(CliContext cli)
        => cli.Verb("list", "Lists the connections with what is known of them; asks nobody outside.", "reelway connections list\nreelway connections list --json", [],
            async call =>
            {
                var api = await call.ApiAsync();
                var list = await api.GetAsync(ApiPath, call.Cancellation);
                call.Show(list, people => Table(people, [.. list.GetProperty("items").EnumerateArray()]));
                return ExitCode.Ok;
            });

    private static Command Check(CliContext cli)
    {
        var names = new Argument<string[]>("name") { Description = "Only these connections. Default: all.", Arity = ArgumentArity.ZeroOrMore, DefaultValueFactory = _ => [] };
        return cli.Verb(
            "check", "Makes one harmless call per connection; exit code 4 when one does not work.",
            "reelway connections check\nreelway connections check facebook --json", [names], async call =>
            {
                var api = await call.ApiAsync();
                var wanted = call.Value(names);
                if (wanted.Length == 0)
                {
                    var list = await api.GetAsync(ApiPath, call.Cancellation);
                    wanted = [.. list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];
                }

                var found = await Task.WhenAll(wanted.Distinct().Select(name => api.PostAsync(PathOf(name, "check"), body: null, call.Cancellation)));
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

    private static Command Pause(CliContext cli)
        => Move(cli, "pause", "Lets no step begin that needs the connection; runs that do not need it go on.", "is paused: runs that need it wait, others go on.");

    private static Command Resume(CliContext cli)
        => Move(cli, "resume", "Ends a pause; the runs that waited go on by themselves.", "is resumed: what waited for it goes on.");

    private static Command Move(CliContext cli, string verb, string help, string done)
    {
        var name = new Argument<string>("name") { Description = "The connection's name." };
        return cli.Verb(verb, help, ShellCommand.Reelway($"connections {verb}", "facebook"), [name], async call =>
        {
            var api = await call.ApiAsync();
            var item = await api.PostAsync(PathOf(call.Value(name), verb), body: null, call.Cancellation);
            call.Show(item, people => people.Line($"Connection {item.Text("id")} {done}"));
            return ExitCode.Ok;
        });
    }

    private static void Table(CliText people, IReadOnlyList<JsonElement> items)
    {
        if (items.Count == 0)
        {
            people.Line(None);
            return;
        }

        people.Table(["name", "system", "health", "last good call", "permissions", "expires", "problem"], items.Select(item => new[]
        {
            item.Text("id"), item.Text("system"), item.Text("health"), item.Text("lastGoodAt") ?? "-", Permissions(item), Checked(item, "expiresAt") ?? "-", item.Text("problem") ?? "-",
        }));
    }

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

    private static string? Checked(JsonElement item, string name) => LastCheck(item)?.Text(name);

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

    /// <summary>The API's path of what is done to a connection.</summary>
    internal static string PathOf(string name, string verb) => $"{ApiPath}/{Uri.EscapeDataString(name)}/{verb}";
}
