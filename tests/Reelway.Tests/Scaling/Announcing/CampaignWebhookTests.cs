using Microsoft.Extensions.Logging.Abstractions;
using Reelway.Connectors;
using Reelway.Contracts.Connectors;
using Reelway.Scaling.Announcing;

namespace Reelway.Tests.Scaling.Announcing;

public sealed class CampaignWebhookTests
{
    private static readonly Dictionary<string, object?> Values = new()
    {
        ["campaign_id"] = "c-77",
        ["campaign_number"] = null,
        ["campaign_name"] = "Hazel {old_status} \"now\"",
        ["old_status"] = "A1",
        ["new_status"] = "A2",
        ["asset_count"] = 2,
        ["processed_assets"] = new List<object?> { new AnnouncedAsset("dam-31", "a.mp4", "K7M2QX", "900001").Values },
        ["timestamp"] = 1_790_000_000L,
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Without_a_template_the_payload_has_all_that_is_known()
        => Assert.Equal(
            """{"campaign_id":"c-77","campaign_number":null,"campaign_name":"Hazel {old_status} \u0022now\u0022","old_status":"A1","new_status":"A2","asset_count":2,"processed_assets":[{"asset_id":"dam-31","asset_name":"a.mp4","tracking_id":"K7M2QX","box_file_id":"900001"}],"timestamp":1790000000}""",
            Hook(new() { Url = "https://hub.test/c" }).Payload(Values));

    [Fact]
    public void A_value_that_is_one_placeholder_keeps_its_type_and_others_are_text()
        => Assert.Equal(
            """{"count":2,"line":"2 of Hazel {old_status} \u0022now\u0022","list":[{"asset_id":"dam-31","asset_name":"a.mp4","tracking_id":"K7M2QX","box_file_id":"900001"}],"v":1}""",
            Hook(new() { Url = "https://hub.test/c", PayloadTemplate = """{"count":"{asset_count}","line":"{asset_count} of {campaign_name}","list":"{processed_assets}","v":1}""" }).Payload(Values));

    [Theory]
    [InlineData("campaign_status_update", null, "https://hub.test/", true)]
    [InlineData("campaign_status_update", false, "https://hub.test/", false)]
    [InlineData("campaign_status_update", null, null, false)]
    [InlineData("asset_upload_complete", null, "https://hub.test/", false)]
    [InlineData("asset_upload_complete", true, "https://hub.test/", true)]
    public void The_one_of_assets_is_called_only_when_it_is_enabled(string name, bool? enabled, string? url, bool isCalled)
        => Assert.Equal(isCalled, CampaignWebhook.Find(new Dictionary<string, CampaignWebhookSettings> { [name] = new() { Enabled = enabled, Url = url } }, name) is not null);

    [Fact]
    public void What_is_wrong_with_one_is_named()
    {
        var settings = new CampaignWebhookSettings
        {
            Url = "ftp://hub.test",
            Method = "GET",
            Headers = new Dictionary<string, string> { ["X Desk"] = "1" },
            Auth = new() { Type = CampaignWebhookAuthType.Basic },
            PayloadTemplate = """{"a":["{asset}"]}""",
        };

        Assert.Equal(
            [
                ".url must be an http or https address without a user in it, such as https://hub.example/campaigns.",
                ".method must be POST, PUT or PATCH.",
                ".headers.X Desk must be a header's name with printable ASCII characters for its value.",
                ".auth.username is needed for basic, without a colon in it.",
                ".payload_template has {asset} at $.a[0], which nothing fills; there are tracking_id, dam_asset_id, filename, timestamp.",
            ],
            settings.Problems("asset_upload_complete"));
        Assert.Equal(
            [": nothing calls a webhook of this name; there are campaign_status_update and asset_upload_complete."], new CampaignWebhookSettings().Problems("campaign_update"));
        Assert.Equal([".url is not set, and enabled is true; set the address, or enabled to false."], new CampaignWebhookSettings { Enabled = true }.Problems("campaign_status_update"));
        Assert.Empty(new CampaignWebhookSettings { Url = "https://hub.test/" }.Problems("campaign_status_update"));
    }

    [Theory]
    [InlineData(nameof(CampaignWebhookAuthType.Bearer), "Bearer t0ken-of-the-hub")]
    [InlineData(nameof(CampaignWebhookAuthType.Basic), "Basic ZGVzazpwYXNzd29yZA==")]
    [InlineData(nameof(CampaignWebhookAuthType.None), "Bearer of-the-headers")]
    public async Task It_is_called_as_it_is_set(string type, string authorization)
    {
        await using var server = new ScriptedHttpServer { Otherwise = _ => ScriptedAnswer.Empty(202) };
        var hook = Hook(new()
        {
            Url = new Uri(server.Url, "campaigns?desk=1").ToString(),
            Method = "put",
            Headers = new Dictionary<string, string> { ["Authorization"] = "Bearer of-the-headers", ["X-Desk"] = "scaling", ["Content-Type"] = "application/vnd.hub+json", ["X-Empty"] = "" },
            Auth = new() { Type = Enum.Parse<CampaignWebhookAuthType>(type), Token = "t0ken-of-the-hub", Username = "desk", Password = "password" },
        });

        await SendAsync(hook);

        var received = Assert.Single(server.Received);
        Assert.Equal("PUT", received.Method);
        Assert.Equal("/campaigns?desk=1", received.Target);
        Assert.Equal(authorization, received.Headers["Authorization"]);
        Assert.Equal("scaling", received.Headers["X-Desk"]);
        Assert.Equal("application/vnd.hub+json", received.Headers["Content-Type"]);
        Assert.Equal(hook.Payload(Values), received.Body);
    }

    [Theory]
    [InlineData(401, CallFault.Auth, "answered 401 Unauthorized with an empty body; check the credentials in scaling.webhooks.campaign_status_update")]
    [InlineData(404, CallFault.Permanent, "answered 404 NotFound with an empty body; check scaling.webhooks.campaign_status_update; what it answers says what it does not like")]
    [InlineData(429, CallFault.RateLimited, "answered 429 TooManyRequests with an empty body; it is tried again after the wait")]
    [InlineData(503, CallFault.Transient, "answered 503 ServiceUnavailable with an empty body; it is tried again")]
    [InlineData(302, CallFault.Permanent, "answered 302")]
    public async Task A_refusal_is_told_by_its_code_and_sent_once(int status, CallFault kind, string sentence)
    {
        await using var server = new ScriptedHttpServer { Otherwise = _ => ScriptedAnswer.Empty(status) };

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => SendAsync(Hook(new() { Url = server.Url.ToString() })));

        Assert.Equal(kind, fault.Kind);
        Assert.StartsWith($"Webhook campaign_status_update: could not send the payload to 127.0.0.1: {sentence}", fault.Message, StringComparison.Ordinal);
        Assert.Single(server.Received);
    }

    [Fact]
    public async Task What_an_answer_repeats_of_the_token_is_not_shown()
    {
        await using var server = new ScriptedHttpServer { Otherwise = request => ScriptedAnswer.Json($"no: {request.Headers["Authorization"]}", 400) };

        var fault = await Assert.ThrowsAsync<ConnectorException>(
            () => SendAsync(Hook(new() { Url = server.Url.ToString(), Auth = new() { Type = CampaignWebhookAuthType.Bearer, Token = "t0ken-of-the-hub" } })));

        Assert.DoesNotContain("t0ken", fault.Message, StringComparison.Ordinal);
    }

    private static CampaignWebhook Hook(CampaignWebhookSettings settings)
        => CampaignWebhook.Find(new Dictionary<string, CampaignWebhookSettings> { [CampaignWebhook.StatusUpdate] = settings }, CampaignWebhook.StatusUpdate)!;

    private static async Task SendAsync(CampaignWebhook hook)
    {
        using var http = new ConnectorHttp(TimeProvider.System, NullLoggerFactory.Instance);
        await new CampaignWebhookSender(http).SendAsync(hook, hook.Payload(Values), Cancellation);
    }
}
