using Reelway.Frame.Cli;
using Reelway.Sandbox;
using Reelway.Tests.Hosting.Cli;

namespace Reelway.Tests.Webhooks;

/// <summary>The file of webhooks that an older system has, in its form and with values of our own.</summary>
public sealed class WebhookImportTests : IAsyncLifetime
{
    private readonly CliRun _cli = new();
    private SandboxServer _sandbox = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);
        _cli.With("reelway.yaml", "urls:\n  allow: [127.0.0.1]\n").With("webhooks.yaml", """
            # Whom the older system calls
            campaign_status_update:
              description: "When a talk's status changes"
              url: http://127.0.0.1/replaced
              method: POST
              headers:
                Content-Type: application/json
                X-Desk: desk-7
                Authorization: "Bearer ${DESK_TOKEN}"
              timeout_seconds: 12
              retry_on_failure: true
              max_retries: 3
              payload_template:
                talk_id: "{talk}"
                video_id: "{video_id}"
                number: "{sequence}"
                note: "It is {title}."
            asset_upload_complete:
              url: https://elsewhere.example/api
              enabled: false
              method: POST
              payload_template:
                timestamp: "{timestamp}"
            """).With("config.yaml", """
            polling: { enabled: true }
            webhooks:
              campaign_status_update:
                enabled: true
                url: ${STATUS_URL}
                description: ${NOBODY_SETS_THIS}
                auth: { type: bearer, token: "${DESK_TOKEN:-}" }
            """);
        _cli.Variables["STATUS_URL"] = new Uri(_sandbox.HttpUrl, "/webhooks/desk").ToString();
        _cli.Variables["DESK_TOKEN"] = "open: #sesame";
    }

    public async ValueTask DisposeAsync()
    {
        _cli.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task Endpoints_are_taken_over_with_address_headers_token_retries_and_payload_and_one_that_was_off_is_left_out()
    {
        var imported = await _cli.RunAsync("webhooks", "import", "webhooks.yaml", "--over", "config.yaml", "--type", "campaign_status_update=talk.published");
        Assert.Equal((ExitCode.Ok, ""), (imported.ExitCode, imported.Error));
        Assert.Equal(
            $"campaign_status_update gets talk.published at {_cli.Variables["STATUS_URL"]}, not signed.\nasset_upload_complete was off, and is left out.\n", imported.Out.ReplaceLineEndings("\n"));

        var item = (await _cli.RunAsync("webhooks", "show", "campaign_status_update", "--json")).Json;
        await _cli.RunAsync("webhooks", "test", "campaign_status_update");

        Assert.Equal(("When a talk's status changes", 12, 4), (item.GetProperty("description").GetString(), item.GetProperty("timeoutSeconds").GetInt32(), item.GetProperty("attempts").GetInt32()));
        var received = Assert.Single(_sandbox.Webhooks.Received.Entries);
        Assert.Equal(("Bearer open: #sesame", "desk-7"), (received.Headers["authorization"], received.Headers["x-desk"]));
        Assert.Equal("""{"talk_id":"talk_06agn9k2w4008","video_id":"900101","number":0,"note":"It is Owls at Night."}""", received.Body);
    }

    [Fact]
    public async Task What_is_wrong_is_said_with_its_line_and_nothing_is_added()
    {
        _cli.With("bad.yaml", """
            campaign_status_update:
              url: https://desk.example/
              timeout_seconds: soon
              colour: red
            mystery: { url: https://desk.example/ }
            lonely: yes
            """);

        var refused = await _cli.RunAsync("webhooks", "import", "bad.yaml", "--type", "mystery=talk.sung");
        var list = await _cli.RunAsync("webhooks", "list");

        Assert.Equal(ExitCode.Unusable, refused.ExitCode);
        Assert.Contains("campaign_status_update.timeout_seconds (bad.yaml:3)", refused.Error, StringComparison.Ordinal);
        Assert.Contains("stands for talk.sung, which this program does not announce", refused.Error, StringComparison.Ordinal);
        Assert.Contains("lonely (bad.yaml:6): must be a group of settings, but is a single value.", refused.Error, StringComparison.Ordinal);
        Assert.Contains("No webhooks.", list.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_placeholder_that_the_event_has_not_is_refused()
    {
        _cli.With("bad.yaml", "campaign_status_update:\n  url: https://desk.example/\n  payload_template: { campaign: \"{campaign_number}\" }\n");

        var refused = await _cli.RunAsync("webhooks", "import", "bad.yaml", "--type", "campaign_status_update=talk.published");

        Assert.Contains("The template has {campaign_number} at $.campaign, which talk.published has not", refused.Error, StringComparison.Ordinal);
    }
}
