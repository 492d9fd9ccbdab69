using Reelway.Connectors.Facebook;

namespace Reelway.Connectors.Tests.Facebook;

/// <summary>Recorded answers that tell something, by the name of their file.</summary>
internal static class FacebookAnswers
{
    private const string Page = FacebookHarness.PageId;
    private const string Session = "1564747013773438";
    private const string VideoId = "1564747010440105";

    private static readonly Uri Website = new("https://www.facebook.com");

    public static IReadOnlyDictionary<string, Func<FacebookHarness, Task>> All { get; } = new Dictionary<string, Func<FacebookHarness, Task>>
    {
        ["upload-started"] = async harness => Assert.Equal(new UploadSession(Session, VideoId, new UploadWindow(0, 1048576)), await StartAsync(harness)),
        ["upload-started-elsewhere"] = async harness => Assert.Equal(new UploadSession(Session, VideoId, new UploadWindow(0, 1048576)), await StartAsync(harness)),
        ["upload-not-needed"] = async harness => Assert.True((await StartAsync(harness)).Window.IsComplete),
        ["upload-of-no-bytes"] = async harness => Assert.True((await StartAsync(harness)).Window.IsComplete),
        ["chunk-taken"] = async harness => Assert.Equal(new UploadWindow(1048576, 2097152), await TransferAsync(harness)),
        ["chunk-taken-as-numbers"] = async harness => Assert.Equal(new UploadWindow(1048576, 2097152), await TransferAsync(harness)),
        ["last-chunk-taken"] = async harness => Assert.True((await TransferAsync(harness)).IsComplete),
        ["wrong-window"] = async harness => Assert.Equal(new UploadWindow(1048576, 2097152, Corrected: true), await TransferAsync(harness)),
        ["wrong-window-as-numbers"] = async harness => Assert.Equal(new UploadWindow(1048576, 2097152, Corrected: true), await TransferAsync(harness)),
        ["wrong-window-as-text"] = async harness => Assert.Equal(new UploadWindow(1048576, 2097152, Corrected: true), await TransferAsync(harness)),
        ["success"] = async harness =>
        {
            await harness.Pages.FinishUploadAsync(Page, Session, new VideoDetails("t", null), Cancellation);
            Assert.Single(harness.Server.Received);
        },
        ["object-missing"] = async harness => Assert.Null(await harness.Pages.FindVideoAsync(Page, VideoId, Cancellation)),
        ["video-uploading"] = harness => VideoAsync(harness, FacebookVideoStatus.Uploading, link: null),
        ["video-processing"] = async harness =>
        {
            var video = await VideoAsync(harness, FacebookVideoStatus.Processing, "/metricsaurus/videos/1564747010440105/");
            Assert.Equal((42, "How owls hear", "Grüße & Eulen 🦉", 31.4, true), (video.Progress, video.Title, video.Description, video.LengthSeconds, video.Published));
        },
        ["video-ready"] = async harness =>
            Assert.Equal("1755847768034402_998877665544332", (await VideoAsync(harness, FacebookVideoStatus.Ready, "/reel/1564747010440105/")).PostId),
        ["video-with-whole-link"] = harness => VideoAsync(harness, FacebookVideoStatus.Ready, "/metricsaurus/videos/1564747010440105/"),
        ["video-failed"] = async harness => Assert.Equal(
            ["The video's codec is not supported.", "The video is too short."],
            (await VideoAsync(harness, FacebookVideoStatus.Error, "/metricsaurus/videos/1564747010440105/")).Errors),
        ["video-failed-otherwise-spelled"] = async harness => Assert.Equal(["The file is damaged."], (await VideoAsync(harness, FacebookVideoStatus.Error, link: null)).Errors),
        // Beyond 2^53, and as bare numbers: no digit is lost.
        ["video-with-large-id"] = async harness =>
        {
            var video = await harness.Pages.FindVideoAsync(Page, "15647470104401057777", Cancellation);
            Assert.Equal(("15647470104401057777", "17558477680344029988"), (video!.Id, video.PostId));
        },
        ["post-made"] = async harness => Assert.Equal("1755847768034402_998877665544332", await PostAsync(harness)),
        ["post-made-near-the-limit"] = async harness => Assert.Equal("1755847768034402_998877665544333", await PostAsync(harness)),
        ["pages"] = async harness => Assert.Equal([(Page, "metricsaurus", true)], await ListAsync(harness)),
        ["pages-go-on"] = async harness => Assert.Equal([("2866958879145513", null, true), (Page, "metricsaurus", true)], await ListAsync(harness, parts: 2)),
        ["pages-go-on-empty"] = async harness => Assert.Equal([(Page, "metricsaurus", true)], await ListAsync(harness, parts: 2)),
        ["page-without-token"] = async harness => Assert.Equal([(Page, "metricsaurus", true), ("3977069980256624", null, false)], await ListAsync(harness)),
        ["page-without-task"] = async harness => Assert.Equal([(Page, "metricsaurus", true), ("3977069980256624", null, false)], await ListAsync(harness)),
        ["token-that-lasts"] = async harness => Assert.NotNull((await ExchangeAsync(harness)).ExpiresAt),
        ["token-without-end"] = async harness => Assert.Null((await ExchangeAsync(harness)).ExpiresAt),
        ["inspected-page-token"] = async harness =>
        {
            var seen = await InspectAsync(harness);
            Assert.Equal((true, "PAGE", Page, null, null), (seen.IsValid, seen.Type, seen.ProfileId, seen.ExpiresAt, seen.Problem));
            Assert.Equal(["pages_show_list", "pages_manage_posts", "pages_read_engagement"], seen.Scopes);
            Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1795000000), seen.DataAccessExpiresAt);
        },
        ["inspected-user-token"] = async harness =>
        {
            var seen = await InspectAsync(harness);
            Assert.Equal((true, "USER", null, DateTimeOffset.FromUnixTimeSeconds(1795184000)), (seen.IsValid, seen.Type, seen.ProfileId, seen.ExpiresAt));
        },
        ["inspected-dead-token"] = async harness => Assert.Equal(
            "Error validating access token: Session has expired on Saturday, 10-Oct-26 01:00:00 PDT. [190/463]", await ProblemAsync(harness)),
        ["inspected-nonsense"] = async harness => Assert.Equal("Invalid OAuth access token - Cannot parse access token [190]", await ProblemAsync(harness)),
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Task<UploadSession> StartAsync(FacebookHarness harness) => harness.Pages.StartUploadAsync(Page, 5_000_000, Cancellation);

    private static async Task<UploadWindow> TransferAsync(FacebookHarness harness)
    {
        using var file = new MemoryStream(new byte[300]);
        return await harness.Pages.TransferAsync(Page, Session, new UploadWindow(0, 100), file, Cancellation);
    }

    private static async Task<FacebookVideo> VideoAsync(FacebookHarness harness, FacebookVideoStatus status, string? link)
    {
        var video = await harness.Pages.FindVideoAsync(Page, VideoId, Cancellation);
        Assert.Equal((VideoId, status, link is null ? null : new Uri(Website, link)), (video!.Id, video.Status, video.Permalink));
        return video;
    }

    private static Task<string> PostAsync(FacebookHarness harness) => harness.Pages.PostToFeedAsync(Page, new FeedPost("Hello", null), Cancellation);

    private static async Task<IEnumerable<(string, string?, bool)>> ListAsync(FacebookHarness harness, int parts = 1)
    {
        var pages = await harness.Pages.ListPagesAsync(Cancellation);
        Assert.Equal(parts, harness.Server.Received.Count);
        return pages.Select(page => (page.Id, page.Username, page.CanPublish));
    }

    private static Task<FacebookToken> ExchangeAsync(FacebookHarness harness) => harness.Pages.ExchangeTokenAsync("EAABshortLivedUserToken1", Cancellation);

    private static Task<TokenInspection> InspectAsync(FacebookHarness harness) => harness.Pages.InspectTokenAsync("EAABshortLivedUserToken1", Cancellation);

    private static async Task<string?> ProblemAsync(FacebookHarness harness)
    {
        var seen = await InspectAsync(harness);
        Assert.False(seen.IsValid);
        return seen.Problem;
    }
}
