using System.Globalization;
using Reelway.Contracts;
using Reelway.Sandbox;
using Reelway.Sandbox.X;

namespace Reelway.EndToEnd.Tests.Kills;

/// <summary>The server is killed at each boundary of a post's way out; afterwards the post and what follows it are out, and once.</summary>
public sealed class PostKillTests
{
    private const string Flow = "posts.send";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    // Taken in and not begun; begun; sent, and nothing of that is stored; sent and stored; recorded; and the same of what follows.
    [InlineData("begin:BodyDone:1", "begin:Stored:1", "send:BodyDone:1", "send:Stored:1", "record:BodyDone:1")]
    [InlineData("record:Stored:1", "measure:BodyDone:1", "send:2:BodyDone:1", "send:2:Stored:1", "end:BodyDone:1")]
    public async Task A_post_and_its_thread_go_out_once_wherever_the_server_is_killed(params string[] places)
    {
        using var folder = new TemporaryFolder();
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), Cancellation);
        await LayOutAsync(folder, sandbox);
        foreach (var place in places)
        {
            await using var doomed = ServerProcess.Start(folder["reelway.yaml"], folder["data"], place, Flow);
            await doomed.DeathAsync();
        }

        await using var server = ServerProcess.Start(folder["reelway.yaml"], folder["data"], flow: Flow);
        var run = await server.RunAsync();

        Assert.True(run.GetProperty("state").GetString() == "succeeded", run.ToString());
        Assert.Equal(["Owls at night", "2/2"], sandbox.X.Tweets.Select(tweet => tweet.Text));
        Assert.Equal(sandbox.X.Tweets[0].Id, sandbox.X.Tweets[1].ReplyTo);
        var sent = await server.FindAsync(async http => await System.Net.Http.Json.HttpClientJsonExtensions.GetFromJsonAsync<System.Text.Json.JsonElement?>(http, "api/v1/events?type=post.sent", Cancellation));
        Assert.Single(sent!.Value.GetProperty("items").EnumerateArray());
    }

    private static async Task LayOutAsync(TemporaryFolder folder, SandboxServer sandbox)
    {
        var account = new XSandboxOptions();
        Directory.CreateDirectory(folder["posts"]);
        await File.WriteAllTextAsync(
            Path.Combine(folder["posts"], "owls.json"),
            string.Create(CultureInfo.InvariantCulture, $$$"""
                {"detail-type":"Schedule Social Post","source":"test",
                 "detail":{"message":"Owls at night","platform":"twitter","scheduledDate":"{{{TimeProvider.System.GetUtcNow().UtcDateTime:yyyy-MM-ddTHH:mm:ss}}}","thread":["2/2"]}}
                """),
            Cancellation);
        await File.WriteAllTextAsync(
            folder["reelway.yaml"],
            string.Create(CultureInfo.InvariantCulture, $$"""
                data: { directory: data }
                server: { urls: ["http://127.0.0.1:0"] }
                media: { library: "file:library" }
                # One run is killed at all of its steps here.
                engine: { max_crashes: 100 }
                intake: { settle: 100ms }
                posts:
                  folder: posts
                  window: 0s
                  measure: []
                  accounts:
                    conference: { platform: twitter, connection: x }
                connections:
                  x:
                    connector: x
                    url: {{sandbox.HttpUrl}}x
                    api_key: {{account.ApiKey}}
                    api_key_secret: {{account.ApiKeySecret}}
                    access_token: {{account.Accounts[0].Token}}
                    access_token_secret: {{account.Accounts[0].TokenSecret}}

                """),
            Cancellation);
    }
}
