using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Reelway.Contracts;
using Reelway.Contracts.Servers;
using Reelway.Frame.Configuration;
using Reelway.Frame.Server;
using Reelway.Hosting;
using Reelway.Hosting.Server;
using Reelway.Tests.Frame.Web;

namespace Reelway.Tests.Incoming;

/// <summary>The whole program in this process, with a receiver for announcements of recordings, asked over sockets from outside and inside.</summary>
public sealed class DeliveriesServedTests : IAsyncLifetime
{
    private const string Secret = "a-secret-of-some-length";
    private readonly TemporaryFolder _folder = new();
    private readonly int _port = FreePort.Next();
    private ReelwayServer _server = null!;
    private HttpClient _inside = null!;
    private HttpClient _outside = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(_folder["reelway.yaml"], $$"""
            data: { directory: data }
            server: { urls: ["http://127.0.0.1:0"] }
            webhook:
              host: 127.0.0.1
              port: {{_port}}
              receivers:
                recordings: { verifier: header, secrets: [{{Secret}}], id: [Records], for: intake }
            """, Cancellation);
        var settings = new SettingsLoader(ReelwaySettings.Catalog).Load(new SettingsRequest(_folder.FullPath, new Dictionary<string, string>(), null, null));
        Assert.DoesNotContain(settings.Problems, problem => problem.IsError);
        _server = await ReelwayServer.StartAsync(settings, ReelwayMode.Serve, hold: null, TextWriter.Null, TimeProvider.System, Cancellation);
        _inside = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = _server.Url };
        _inside.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _server.Token);
        _outside = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri($"http://127.0.0.1:{_port}") };
        _outside.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Secret);
    }

    public async ValueTask DisposeAsync()
    {
        _inside.Dispose();
        _outside.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_known_delivery_that_announces_a_recording_starts_its_talk_once_and_taking_it_again_is_audited()
    {
        var announced = Announcement("Owls_ why_.mp4");
        Assert.Equal((HttpStatusCode.OK, """{"status":"accepted"}"""), await SendAsync(announced));
        Assert.Equal((HttpStatusCode.OK, """{"status":"accepted before"}"""), await SendAsync(announced));

        var run = Assert.Single((await _inside.GetJsonAsync("/api/v1/runs", Cancellation)).GetProperty("items").EnumerateArray());
        Assert.Equal("s3://recordings/Owls_%20why_.mp4", run.GetProperty("key").GetString()!.Split('?')[0]);
        var delivery = Assert.Single((await _inside.GetJsonAsync("/api/v1/incoming", Cancellation)).GetProperty("items").EnumerateArray());
        Assert.Equal(("recordings", "taken"), (delivery.GetProperty("receiver").GetString(), delivery.GetProperty("state").GetString()));

        var id = delivery.GetProperty("id").GetString();
        using var again = await _inside.PostAsync($"/api/v1/incoming/{id}/replay", null, Cancellation);

        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Single((await _inside.GetJsonAsync("/api/v1/runs", Cancellation)).GetProperty("items").EnumerateArray());
        var audited = Assert.Single((await _inside.GetJsonAsync($"/api/v1/audit?subject=delivery/{id}", Cancellation)).GetProperty("items").EnumerateArray());
        Assert.Equal(("this server's user", "delivery.taken-again"), (audited.GetProperty("actor").GetString(), audited.GetProperty("action").GetString()));
    }

    [Fact]
    public async Task A_delivery_that_concerns_nobody_here_is_answered_as_good_and_stands_in_the_log()
    {
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(Announcement("Owls.jpg"))).Status);

        var delivery = Assert.Single((await _inside.GetJsonAsync("/api/v1/incoming", Cancellation)).GetProperty("items").EnumerateArray());
        Assert.Equal("passed-by", delivery.GetProperty("state").GetString());
        Assert.Contains("Owls.jpg", delivery.GetProperty("sentence").GetString(), StringComparison.Ordinal);
        Assert.Empty((await _inside.GetJsonAsync("/api/v1/runs", Cancellation)).GetProperty("items").EnumerateArray());
    }

    private static string Announcement(string key) => JsonSerializer.Serialize(new
    {
        Records = new[]
        {
            new
            {
                eventVersion = "2.1",
                eventName = "ObjectCreated:Put",
                s3 = new { bucket = new { name = "recordings" }, @object = new { key, eTag = "d41d8cd98f00b204e9800998ecf8427e", sequencer = "0055AED6DCD90281E5" } },
            },
        },
    });

    private async Task<(HttpStatusCode Status, string Body)> SendAsync(string body)
    {
        using var answer = await _outside.PostAsync("/webhooks/recordings", new StringContent(body), Cancellation);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }
}
