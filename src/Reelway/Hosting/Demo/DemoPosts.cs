using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Reelway.Frame.Cli;
using Reelway.Frame.Server;
using Reelway.Media;
using Reelway.Sandbox;

namespace Reelway.Hosting.Demo;

/// <summary><c>demo --only posts</c>: an event asks for posts on two networks, which go out in the sandbox.</summary>
internal static class DemoPosts
{
    /// <summary>What <c>--only</c> calls it.</summary>
    public const string Name = "posts";

    private const string Reference = "demo-owls";

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    // As a scheduler on Lambda takes it, with two networks and a comment besides.
    private static JsonObject Event(DateTimeOffset at) => new()
    {
        ["detail-type"] = "Schedule Social Post",
        ["source"] = "demo",
        ["detail"] = new JsonObject
        {
            ["message"] = "Owls: why? Watch it now: https://example.org/owls",
            ["platforms"] = new JsonArray("twitter", "linkedin"),
            ["texts"] = new JsonObject { ["linkedin"] = "Owls: why? The talk (with slides) is out. #owls" },
            ["scheduledDate"] = at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture),
            ["referenceNumber"] = Reference,
            ["firstComment"] = "The slides: https://example.org/owls/slides",
        },
    };

    public static async Task<int> RunAsync(CliCall call, bool keep)
    {
        using var folder = PassingFolder.Open(Path.GetTempPath(), "demo");
        using var runner = new ProcessRunner(new MediaOptions { Folder = folder.Path }, call.Surroundings.Clock);
        await using var sandbox = await SandboxServer.StartAsync(
            new SandboxOptions { DataFolder = Path.Combine(folder.Path, "sandbox"), Time = call.Surroundings.Clock }, call.Cancellation);
        var configuration = await ConfigureAsync(folder.Path, sandbox, call.Cancellation);
        await using var server = await DemoServer.StartAsync(runner, configuration, Path.Combine(folder.Path, "data"), call.Cancellation);

        var asked = Event(call.Surroundings.Clock.GetUtcNow() + TimeSpan.FromSeconds(2));
        var taken = await server.Api.PostAsync("/api/v1/events", asked, call.Cancellation);
        var posts = await CliProgress.WatchAsync<IReadOnlyList<JsonElement>>(call, progress => FollowAsync(server, call.Surroundings.Clock, progress, call.Cancellation));
        var events = await server.Api.GetAsync("/api/v1/events?limit=20", call.Cancellation);
        var page = new Uri(server.Api.Server, "/posts");
        var report = new PostsReport(new PostsPart(
            taken.Text("sentence") ?? "", [.. posts.Select(PostPart.From)],
            [.. sandbox.X.Tweets.Select(tweet => new ReceivedPart("X", tweet.Text)), .. sandbox.LinkedIn.Shares.Select(share => new ReceivedPart("LinkedIn", share.Text))],
            [.. events.List("items").Select(one => one.Text("type") ?? "").Where(type => type.StartsWith("post.", StringComparison.Ordinal)).Reverse()], page));
        call.Console.Show(report, text => Write(text, asked, report.Posts, keep));
        await call.Surroundings.Out.FlushAsync(CancellationToken.None);
        var code = posts.All(post => post.Text("state") == "sent") && posts.Count == 2 && report.Posts.Received.Count == 4 ? ExitCode.Ok : ExitCode.Failed;
        return keep ? await DemoCommand.KeepAsync(call, page, sandbox.HttpUrl, folder.Path, code) : code;
    }

    private static async Task<string> ConfigureAsync(string folder, SandboxServer sandbox, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, "reelway.yaml");
        await File.WriteAllTextAsync(
            path,
            $$"""
            # Made by "reelway demo --only posts". With --keep you can look at everything here while it runs.
            data:
              directory: data
            server:
              urls: ["http://127.0.0.1:0"]
            posts:
              window: 0s             # on the second; 8m is what a person would do
              accounts:
                conference: { platform: twitter, connection: x }
                organisation: { platform: linkedin, connection: linkedin }
            connections:
            {{sandbox.Connections("x", "linkedin")}}

            """,
            cancellation);
        return path;
    }

    private static async Task<IReadOnlyList<JsonElement>> FollowAsync(DemoServer server, TimeProvider clock, IProgress<CliProgress.Doing> progress, CancellationToken cancellation)
    {
        progress.Report(new("The posts wait for their time", null));
        for (var since = clock.GetTimestamp(); clock.GetElapsedTime(since) < Limit; await Task.Delay(Between, clock, cancellation))
        {
            await server.CheckAsync();
            var posts = (await server.Api.GetAsync("/api/v1/posts", cancellation)).List("items").ToList();
            var runs = (await server.Api.GetAsync("/api/v1/runs?flow=posts.send", cancellation)).List("items").ToList();
            if (runs.Count > 0 && runs.All(run => run.Text("state") is "succeeded" or "failed" or "needs-attention"))
            {
                return posts;
            }
        }

        throw new CliException(ExitCode.Failed, $"The posts were not sent within {Limit.TotalMinutes:0} minutes; look at it with --keep.");
    }

    private static void Write(CliText text, JsonObject asked, PostsPart posts, bool keeps)
    {
        text.Line("AN EVENT");
        text.Line($"  {asked.ToJsonString()}");
        text.Line();
        text.Line($"THE ANSWER: {posts.Answer}");
        foreach (var post in posts.Items)
        {
            text.Line();
            text.Line($"THE POST on {post.Platform}");
            text.Pairs(("  state", post.State), ("  link", post.Link), ("  message", post.Message));
        }

        text.Line();
        text.Line("WHAT THE NETWORKS RECEIVED, once");
        foreach (var received in posts.Received)
        {
            text.Line($"  {received.Network}: {received.Text}");
        }

        text.Line();
        text.Line($"ANNOUNCED: {string.Join(", ", posts.Events)}");
        text.Pairs(("page", posts.Page.ToString()));
        if (!keeps)
        {
            text.Line("It has ended with the demo; reelway demo --only posts --keep leaves it running until Ctrl-C.");
        }
    }

    /// <summary>What <c>--json</c> prints.</summary>
    internal sealed record PostsReport(PostsPart Posts);

    /// <param name="Answer">What became of the event.</param>
    /// <param name="Received">The texts that the stand-ins got, in order.</param>
    /// <param name="Events">What was announced, in order.</param>
    /// <param name="Page">Address of the page, good while the demo runs.</param>
    internal sealed record PostsPart(string Answer, IReadOnlyList<PostPart> Items, IReadOnlyList<ReceivedPart> Received, IReadOnlyList<string> Events, Uri Page);

    internal sealed record ReceivedPart(string Network, string Text);

    internal sealed record PostPart(string Id, string Platform, string State, string Message, string? Link)
    {
        public static PostPart From(JsonElement post) => new(post.Text("id")!, post.Text("platform")!, post.Text("state")!, post.Text("message")!, post.Text("link"));
    }
}
