using Reelway.Frame.Cli;
using Reelway.Sandbox;
using Reelway.Sandbox.Box;
using Reelway.Sandbox.Faults;
using Reelway.Tests.Hosting.Cli;

namespace Reelway.Tests.Connections;

/// <summary>The webhooks of a connection of Box through the real program, against the stand-in.</summary>
public sealed class BoxWebhookCommandsTests : IAsyncLifetime
{
    private const string Address = "https://hooks.example.org/webhooks/box";

    private readonly BoxSandboxOptions _app = new();
    private readonly CliRun _cli = new();
    private SandboxServer _sandbox = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions { Box = _app }, TestContext.Current.CancellationToken);
        _cli.With("reelway.yaml", $$"""
            connections:
              box:
                connector: box
                grant: client_credentials
                enterprise_id: "{{_app.EnterpriseId}}"
                client_id: {{_app.ClientId}}
                client_secret: {{_app.ClientSecret}}
                root_folder_id: "{{_app.RootFolderId}}"
                api_url: {{_sandbox.HttpUrl}}box/2.0
                token_url: {{_sandbox.HttpUrl}}box/oauth2/token
              mail: {connector: smtp, host: 127.0.0.1, from: a@example.org}
            """);
    }

    public async ValueTask DisposeAsync()
    {
        _cli.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task A_webhook_is_added_listed_rotated_and_removed_and_all_of_it_is_audited()
    {
        var check = await _cli.RunAsync("connections", "check", "box");
        var added = await Webhook("add", "box", "--address", Address, "--json");
        var again = await Webhook("add", "box", "--address", Address, "--json");
        var listed = await Webhook("list", "box");
        var id = added.Json.Text("id")!;
        var rotated = await Webhook("rotate", "box", id);
        var after = Assert.Single(_sandbox.Box.Webhooks);
        var removed = await Webhook("remove", "box", after.Id, "--yes");
        var audit = await _cli.RunAsync("audit", "list", "--json");

        Assert.Equal(ExitCode.Ok, check.ExitCode);
        Assert.Equal((ExitCode.Ok, _app.RootFolderId, Address), (added.ExitCode, added.Json.Text("folder"), added.Json.Text("address")));
        Assert.Equal(id, again.Json.Text("id"));
        Assert.Contains($"{id}  {_app.RootFolderId}  {Address}  FILE.UPLOADED", listed.Out, StringComparison.Ordinal);
        Assert.NotEqual(id, after.Id);
        Assert.Equal((new Uri(Address), _app.RootFolderId), (after.Address, after.TargetId));
        Assert.Contains("Manage signature keys", rotated.Out, StringComparison.Ordinal);
        Assert.Contains("webhook.receivers, the primary key first and the secondary one second", rotated.Out, StringComparison.Ordinal);
        Assert.Equal((ExitCode.Ok, true), (removed.ExitCode, removed.Out.Contains($"Webhook {after.Id} of folder {_app.RootFolderId} is removed.", StringComparison.Ordinal)));
        Assert.Empty(_sandbox.Box.Webhooks);
        Assert.Contains("connection.webhook-added", audit.Out, StringComparison.Ordinal);
        Assert.Contains("connection.webhook-removed", audit.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_is_said_in_a_sentence()
    {
        await Webhook("add", "box", "--address", Address);
        var elsewhere = await Webhook("add", "box", "--address", "https://other.example.org/");
        var noAddress = await Webhook("add", "box");
        var plain = await Webhook("add", "box", "--address", "http://hooks.example.org/");
        var unknown = await Webhook("remove", "box", "77", "--yes");
        var other = await Webhook("list", "mail");

        Assert.Equal(ExitCode.Conflict, elsewhere.ExitCode);
        Assert.Contains($"which delivers to {Address}; remove that one first", elsewhere.Error, StringComparison.Ordinal);
        Assert.All([noAddress.Error, plain.Error], refused => Assert.Contains("must be the https address at which Box reaches the public listener", refused, StringComparison.Ordinal));
        Assert.Contains("has no webhook 77 at Box", unknown.Error, StringComparison.Ordinal);
        Assert.Contains("There is no connection mail of Box", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_webhook_that_is_gone_in_the_middle_of_a_rotation_says_so()
    {
        var id = (await Webhook("add", "box", "--address", Address, "--json")).Json.Text("id")!;
        _sandbox.Faults.Add(new SandboxFault("box", FaultEffect.Status, new FaultMatch { Method = "POST", Path = "/2.0/webhooks" }, Status: 503));

        var rotated = await Webhook("rotate", "box", id);

        Assert.NotEqual(ExitCode.Ok, rotated.ExitCode);
        Assert.Contains($"webhook {id} was removed, and could not be registered again", rotated.Error, StringComparison.Ordinal);
        Assert.Contains($"add it to folder {_app.RootFolderId} again", rotated.Error, StringComparison.Ordinal);
    }

    private Task<CliAnswer> Webhook(params string[] arguments) => _cli.RunAsync(["connections", "box", "webhook", .. arguments]);
}
