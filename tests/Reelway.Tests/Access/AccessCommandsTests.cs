using Reelway.Frame.Cli;
using Reelway.Tests.Hosting.Cli;

namespace Reelway.Tests.Access;

/// <summary>The commands through the real program on a store of its own.</summary>
public sealed class AccessCommandsTests : IDisposable
{
    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task People_are_added_on_the_host_and_the_link_leads_to_where_the_server_will_listen()
    {
        _cli.With("reelway.yaml", "server: {urls: [\"http://127.0.0.1:8099\"]}\n");

        var viewer = await _cli.RunAsync("people", "add", "boris", "--role", "viewer");
        var first = await _cli.RunAsync("people", "add", "Ana", "--role", "admin");
        var last = await _cli.RunAsync("people", "disable", "ana", "--reason", "She has left.");
        var again = await _cli.RunAsync("people", "add", "ana", "--role", "viewer");
        var rescue = await _cli.RunAsync("people", "rescue", "night", "--json");
        var list = await _cli.RunAsync("people", "list");

        Assert.Equal((ExitCode.Conflict, true), (viewer.ExitCode, viewer.Error.Contains("The first person must be an admin", StringComparison.Ordinal)));
        Assert.Matches("http://127\\.0\\.0\\.1:8099/welcome/[0-9a-f]{64}\\s", first.Out);
        // Nobody who could sign in is lost by it: she has chosen no password.
        Assert.Equal(ExitCode.Ok, last.ExitCode);
        Assert.Contains("disabled", last.Out, StringComparison.Ordinal);
        Assert.Contains("There is somebody with the name ana already.", again.Error, StringComparison.Ordinal);
        Assert.True(rescue.Json.GetProperty("person").GetProperty("rescue").GetBoolean());
        Assert.Matches("night +admin +no password yet", list.Out);
    }

    [Fact]
    public async Task Keys_are_made_listed_and_revoked_and_the_audit_log_says_who_has_done_it()
    {
        var made = await _cli.RunAsync("key", "create", "newsroom", "--right", "runs:read", "--right", "talks:read", "--expires", "90d", "--address", "10.0.0.0/8", "--json");
        var wrong = await _cli.RunAsync("key", "create", "newsroom", "--right", "runs:fly");
        var id = made.Json.GetProperty("key").GetProperty("id").GetString()!;
        var list = await _cli.RunAsync("key", "list");
        var unsure = await _cli.RunAsync("key", "revoke", id);
        var revoked = await _cli.RunAsync("key", "revoke", id, "--yes");
        var audit = await _cli.RunAsync("audit", "list", "--action", "key.*", "--json");

        Assert.StartsWith("rw_live_", made.Json.GetProperty("secret").GetString(), StringComparison.Ordinal);
        Assert.Equal((ExitCode.Unusable, true), (wrong.ExitCode, wrong.Error.Contains("\"runs:fly\" is none", StringComparison.Ordinal)));
        Assert.Contains("newsroom", list.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(made.Json.GetProperty("secret").GetString()![15..], list.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, unsure.ExitCode);
        Assert.Contains("revoked", revoked.Out, StringComparison.Ordinal);
        Assert.Equal(
            ["key.revoked by this server's user", "key.created by this server's user"],
            audit.Json.GetProperty("items").EnumerateArray().Select(item => $"{item.GetProperty("action").GetString()} by {item.GetProperty("actor").GetString()}"));
    }
}
