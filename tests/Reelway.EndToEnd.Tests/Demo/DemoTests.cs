using System.Security.Cryptography;
using System.Text.Json;
using Reelway.Contracts.Time;

namespace Reelway.EndToEnd.Tests.Demo;

public sealed class DemoTests : IAsyncDisposable
{
    // The sheet asks for 8.5 s to 39 s of a recording at 25 frames a second.
    private const double AskedSeconds = 30.5;
    private const double FrameSeconds = 0.04;

    private readonly DemoProcess _demo = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _demo.DisposeAsync();

    [Fact]
    public async Task A_recording_goes_all_the_way_beside_another_demo_and_nothing_of_both_stays()
    {
        var process = _demo.Start("--json", "--keep");
        var other = _demo.Start("--json");
        var reports = await Task.WhenAll(new[] { process, other }.Select(demo => DemoProcess.ReadReportAsync(demo, Cancellation)));
        await other.WaitForExitAsync(Cancellation);
        var report = reports[0];

        Assert.Equal(0, other.ExitCode);
        Assert.All(reports, each => Assert.Equal(2, each.GetProperty("mails").GetArrayLength()));
        Assert.Equal(2, reports.Select(each => each.GetProperty("video").GetProperty("file").GetString()).Distinct().Count());
        Assert.Equal("succeeded", report.GetProperty("run").GetProperty("state").GetString());
        AssertSteps(report.GetProperty("run").GetProperty("steps"));
        var video = report.GetProperty("video");
        var link = video.GetProperty("permalink").GetString();
        Assert.Equal("From tape to talk: who presses the button?", video.GetProperty("title").GetString());
        Assert.Contains("Mara Lindqvist and Jonas Abara", video.GetProperty("description").GetString(), StringComparison.Ordinal);
        AssertMails(report.GetProperty("mails"), link!);
        Assert.Equal(link, report.GetProperty("sheet").GetProperty("link").GetString());
        Assert.Contains(link!, (await File.ReadAllLinesAsync(Assert.Single(_demo.Find("talks.csv")), Cancellation))[2], StringComparison.Ordinal);
        await AssertVideoAsync(video);
        Assert.Contains("talks.publish", await PageAsync(report.GetProperty("dashboard")), StringComparison.Ordinal);
        await AssertWebhookAsync(report.GetProperty("webhook"), link!);

        await DemoProcess.InterruptAsync(process, Cancellation);
        Assert.Equal(130, process.ExitCode);
        Assert.Empty(_demo.Alive);
        Assert.Empty(_demo.Left);
    }

    [Fact]
    public async Task Posts_asked_for_by_an_event_go_out_on_two_networks_each_with_its_comment()
    {
        var demo = _demo.Start("--only", "posts", "--json");
        var report = (await DemoProcess.ReadReportAsync(demo, Cancellation)).GetProperty("posts");
        await demo.WaitForExitAsync(Cancellation);

        Assert.Equal(0, demo.ExitCode);
        Assert.Equal(
            ["linkedin sent", "twitter sent"], report.GetProperty("items").EnumerateArray().Select(post => $"{post.GetProperty("platform").GetString()} {post.GetProperty("state").GetString()}").Order());
        Assert.Equal(
            ["LinkedIn", "LinkedIn", "X", "X"], report.GetProperty("received").EnumerateArray().Select(one => one.GetProperty("network").GetString()).Order());
        Assert.Equal(["post.scheduled", "post.sent", "post.sent"], report.GetProperty("events").EnumerateArray().Select(type => type.GetString()).Order());
        Assert.Empty(_demo.Left);
    }

    [Fact]
    public async Task A_campaign_goes_out_to_the_agency_and_comes_back_by_the_webhook_of_Box()
    {
        var demo = _demo.Start("--only", "scaling", "--json");
        var report = (await DemoProcess.ReadReportAsync(demo, Cancellation)).GetProperty("scaling");
        await demo.WaitForExitAsync(Cancellation);

        Assert.Equal(0, demo.ExitCode);
        Assert.Equal(3, report.GetProperty("masters").GetArrayLength());
        Assert.Equal(["still1_30s_IT.gif", "still2_30s_IT.gif", "still3_30s_IT.gif"], report.GetProperty("imported").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(["Moved from A1 to A2.", "Moved from A2 to A3."], report.GetProperty("history").EnumerateArray().Select(sentence => sentence.GetString()));
        Assert.Contains("still_wrong.gif", report.GetProperty("refused").GetString(), StringComparison.Ordinal);
        Assert.Empty(_demo.Left);
    }

    [Fact]
    public async Task Killed_it_leaves_no_process_and_the_next_one_removes_its_folder()
    {
        var killed = _demo.Start();
        await Eventually.TrueAsync(() => killed.HasExited || (_demo.Find("server.json").Length > 0 && _demo.Find("recording.mp4").Length > 0), "the demo serves", Cancellation);
        var left = Path.GetDirectoryName(Assert.Single(_demo.Find("talks.csv")))!;
        Assert.NotEmpty(_demo.Alive);
        killed.Kill();
        await Eventually.TrueAsync(() => !_demo.Alive.Any(), "its processes are gone", Cancellation);

        var next = _demo.Start();
        await Eventually.TrueAsync(() => next.HasExited || (!Directory.Exists(left) && _demo.Find("talks.csv").Length > 0), "the next demo has cleaned up", Cancellation);
        await DemoProcess.InterruptAsync(next, Cancellation);

        Assert.Equal(130, next.ExitCode);
        Assert.Empty(_demo.Alive);
        Assert.Empty(_demo.Left);
    }

    private static void AssertSteps(JsonElement steps)
    {
        Assert.NotEmpty(steps.EnumerateArray());
        Assert.All(steps.EnumerateArray(), step =>
        {
            Assert.NotEmpty(step.GetProperty("name").GetString()!);
            Assert.Equal("succeeded", step.GetProperty("state").GetString());
            Assert.Equal(1, step.GetProperty("attempts").GetInt32());
            Assert.True(step.GetProperty("elapsedMs").GetInt64() >= 0);
        });
    }

    private static void AssertMails(JsonElement mails, string link)
    {
        Assert.Equal(["jonas@example.org", "mara@example.org"], mails.EnumerateArray().Select(mail => mail.GetProperty("to").GetString()).Order());
        Assert.All(mails.EnumerateArray(), mail =>
        {
            Assert.Contains("From tape to talk", mail.GetProperty("subject").GetString(), StringComparison.Ordinal);
            Assert.Contains(link, mail.GetProperty("text").GetString(), StringComparison.Ordinal);
        });
    }

    private static async Task AssertVideoAsync(JsonElement video)
    {
        var file = video.GetProperty("file").GetString()!;
        var bytes = await File.ReadAllBytesAsync(file, Cancellation);
        Assert.Equal(bytes.LongLength, video.GetProperty("bytes").GetInt64());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), video.GetProperty("sha256").GetString());
        Assert.InRange(video.GetProperty("durationSeconds").GetDouble(), AskedSeconds - FrameSeconds, AskedSeconds + FrameSeconds);

        var luma = await MediaMeasure.LumaAsync(file, Cancellation);
        Assert.InRange(luma.Count, (AskedSeconds / FrameSeconds) - 1, (AskedSeconds / FrameSeconds) + 1);
        Assert.InRange(luma[0], 0, 20);
        Assert.InRange(luma[^1], 0, 20);
        Assert.InRange(luma[luma.Count / 2], 60, 255);

        var sound = await MediaMeasure.SoundAsync(file, Cancellation);
        var end = MediaMeasure.Samples(20);
        Assert.InRange(MediaMeasure.Decibels(sound.AsSpan(0, end)), double.NegativeInfinity, -60);
        Assert.InRange(MediaMeasure.Decibels(sound.AsSpan(sound.Length - end)), double.NegativeInfinity, -60);
        Assert.InRange(MediaMeasure.Decibels(sound), -40, 0);
    }

    private static async Task AssertWebhookAsync(JsonElement webhook, string link)
    {
        Assert.Equal(("talk.published", true), (webhook.GetProperty("type").GetString(), webhook.GetProperty("verified").GetBoolean()));
        var body = JsonDocument.Parse(webhook.GetProperty("body").GetString()!).RootElement;
        Assert.Equal(webhook.GetProperty("id").GetString(), body.GetProperty("id").GetString());
        Assert.Equal(link, body.GetProperty("data").GetProperty("link").GetString());
        Assert.Contains("taken with 200", await PageAsync(webhook.GetProperty("delivery")), StringComparison.Ordinal);
    }

    private static async Task<string> PageAsync(JsonElement address)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var http = new HttpClient(handler);
        return await http.GetStringAsync(address.GetString(), Cancellation);
    }
}
