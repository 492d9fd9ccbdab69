using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Reelway.Sandbox.Box;

namespace Reelway.Sandbox.Tests.Box;

public sealed class BoxWebhookTests : IAsyncLifetime
{
    private SandboxHttp _http = null!;
    private BoxCaller _caller = null!;

    private BoxSandbox Box => _http.Server.Box;

    private string Receiver => $"{_http.Server.HttpUrl}webhooks/box";

    public async ValueTask InitializeAsync()
    {
        _caller = new BoxCaller(_http = await SandboxHttp.StartAsync());
        await _caller.LogInAsync();
    }

    public ValueTask DisposeAsync() => _http.DisposeAsync();

    [Fact]
    public async Task A_folder_has_one_webhook_of_an_application_and_the_root_has_none()
    {
        var made = await AddAsync(Receiver);

        Assert.Equal((201, Receiver), (made.Status, (string)made.Json["address"]!));
        Assert.Equal(409, (await AddAsync(Receiver)).Status);
        Assert.Equal(400, (await AddAsync(Receiver, folder: "0")).Status);
        Assert.Equal(404, (await AddAsync(Receiver, folder: "77")).Status);
        var listed = Assert.Single((await _caller.GetAsync("/box/2.0/webhooks?limit=10")).Json["entries"]!.AsArray())!.AsObject();
        Assert.Equal(["id", "target", "type"], listed.Select(pair => pair.Key).Order(StringComparer.Ordinal));
        Assert.Equal(204, (await _caller.SendAsync(HttpMethod.Delete, $"/box/2.0/webhooks/{listed["id"]}", null, _caller.Token)).Status);
        Assert.Empty(Box.Webhooks);
        Box.Settings = Box.Settings with { MayManageWebhooks = false };
        Assert.Equal("insufficient_scope", (await AddAsync(Receiver)).Code);
    }

    [Theory]
    [InlineData("http://hooks.example.test/webhooks/box", 400)]
    [InlineData("https://hooks.example.test:5000/webhooks/box", 400)]
    [InlineData("https://api.box.com/hook", 400)]
    [InlineData("https://hooks.example.test/webhooks/box", 201)]
    public async Task Only_addresses_are_taken_that_the_real_one_calls(string address, int status) => Assert.Equal(status, (await AddAsync(address)).Status);

    [Fact]
    public async Task What_comes_into_a_folder_or_below_it_is_delivered_with_both_signatures_whoever_brings_it()
    {
        await AddAsync(Receiver);
        var below = Box.CreateFolder("in", BoxCaller.Root);
        var elsewhere = Box.CreateFolder("elsewhere");
        using var bytes = new MemoryStream("Hello"u8.ToArray());
        var put = await _http.SendAsync(HttpMethod.Put, $"/_sandbox/box/files/{below.Id}/{Uri.EscapeDataString("😀 žluť.mp4")}", new StreamContent(bytes));
        Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        await _caller.UploadAsync("own.txt", [1]);
        using var other = new MemoryStream([2]);
        var moved = await Box.PutAsync(elsewhere.Id, "moved.txt", other, SandboxHttp.Cancellation);
        Box.Change(moved.Id, parentId: below.Id);

        var received = await _http.Server.Webhooks.Received.WaitAsync(entries => entries.Count == 3, SandboxHttp.Cancellation);

        Assert.All(received, call => Assert.All(call.Body, letter => Assert.InRange(letter, ' ', '~')));
        var events = received.Select(call => JsonNode.Parse(call.Body)!).OrderBy(one => (string)one["source"]!["name"]!, StringComparer.Ordinal).ToList();
        Assert.Equal([("moved.txt", "studio@agency.test"), ("own.txt", BoxUser.Service.Login), ("😀 žluť.mp4", "studio@agency.test")], events.Select(one => ((string)one["source"]!["name"]!, (string)one["created_by"]!["login"]!)));
        Assert.Contains(received, call => call.Body.Contains("\\ud83d\\ude00 \\u017elu\\u0165.mp4", StringComparison.Ordinal));
        Assert.Equal(["0", BoxCaller.Root, below.Id], events[2]["source"]!["path_collection"]!["entries"]!.AsArray().Select(folder => (string)folder!["id"]!));
        Assert.All(received, call =>
        {
            var signed = (byte[])[.. Encoding.UTF8.GetBytes(call.Body), .. Encoding.ASCII.GetBytes(call.Headers["box-delivery-timestamp"])];
            Assert.Equal(Convert.ToBase64String(HMACSHA256.HashData("sandbox-box-primary-key"u8, signed)), call.Headers["box-signature-primary"]);
            Assert.Equal(Convert.ToBase64String(HMACSHA256.HashData("sandbox-box-secondary-key"u8, signed)), call.Headers["box-signature-secondary"]);
            Assert.Equal(("1", "HmacSHA256"), (call.Headers["box-signature-version"], call.Headers["box-signature-algorithm"]));
        });
    }

    [Fact]
    public async Task What_nobody_takes_is_delivered_again_under_another_id_of_the_delivery()
    {
        Box.Settings = Box.Settings with { DeliveryGapMs = 1, DeliveryAttempts = 3 };
        _http.Server.Webhooks.Set("box", new(Status: 503));
        await AddAsync(Receiver);

        await _caller.UploadAsync("a.txt", [1]);
        var sent = await Box.Deliveries.WaitAsync(entries => entries.Count == 3, SandboxHttp.Cancellation);

        Assert.Equal([1, 2, 3], sent.Select(one => one.Attempt));
        Assert.Single(sent.Select(one => one.EventId).Distinct());
        Assert.Equal(3, sent.Select(one => one.DeliveryId).Distinct().Count());
        Assert.Single(_http.Server.Webhooks.Received.Entries.Select(call => (string)JsonNode.Parse(call.Body)!["id"]!).Distinct());
    }

    [Fact]
    public async Task A_new_version_is_announced_where_that_is_switched_on()
    {
        await AddAsync(Receiver);
        foreach (var (content, isAnnounced) in new[] { (1, true), (2, false), (3, true) })
        {
            Box.Settings = Box.Settings with { AnnouncesVersions = isAnnounced };
            using var bytes = new MemoryStream([(byte)content]);
            await Box.PutAsync(BoxCaller.Root, "a.txt", bytes, SandboxHttp.Cancellation);
        }

        var received = await _http.Server.Webhooks.Received.WaitAsync(entries => entries.Count == 2, SandboxHttp.Cancellation);

        Assert.Equal(new[] { BoxCaller.Sha1([1]), BoxCaller.Sha1([3]) }.Order(), received.Select(call => (string)JsonNode.Parse(call.Body)!["source"]!["sha1"]!).Order());
    }

    [Fact]
    public async Task Events_are_lost_or_come_twice_on_order_and_bear_the_keys_that_are_set_now()
    {
        Box.Settings = Box.Settings with { DeliveriesLost = 1, DeliversTwice = true };
        await AddAsync(Receiver);
        using var keys = await _http.SendAsync(HttpMethod.Put, "/_sandbox/box/signature-keys", new StringContent("""{"primary":"new"}""", Encoding.UTF8, "application/json"));
        Assert.Equal(204, (int)keys.StatusCode);

        await _caller.UploadAsync("lost.txt", [1]);
        await _caller.UploadAsync("twice.txt", [2]);
        var received = await _http.Server.Webhooks.Received.WaitAsync(entries => entries.Count == 2, SandboxHttp.Cancellation);

        Assert.All(received, call => Assert.Equal("twice.txt", (string)JsonNode.Parse(call.Body)!["source"]!["name"]!));
        Assert.All(received, call => Assert.DoesNotContain("box-signature-secondary", call.Headers.Keys));
        Assert.Equal(0, Box.Settings.DeliveriesLost);
    }

    private Task<BoxCalled> AddAsync(string address, string folder = BoxCaller.Root) => _caller.JsonAsync(
        HttpMethod.Post, "/box/2.0/webhooks",
        JsonSerializer.Serialize(new { target = new { id = folder, type = "folder" }, address, triggers = new[] { "FILE.UPLOADED" } }));
}
