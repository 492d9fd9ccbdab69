using System.Security.Cryptography;
using Reelway.Connectors.Facebook;
using Reelway.Contracts.Connectors;
using Reelway.Sandbox;
using Reelway.Sandbox.Faults;
using FacebookSandboxOptions = Reelway.Sandbox.Facebook.FacebookSandboxOptions;
using FacebookSettings = Reelway.Sandbox.Facebook.FacebookSettings;

namespace Reelway.Connectors.Tests.Facebook;

/// <summary>The client against the stand-in that others wrote from the same contract: neither can hide the other's mistakes.</summary>
public sealed class FacebookSandboxTests : IAsyncLifetime
{
    private readonly CapturedLog _log = new();
    private readonly FacebookSandboxOptions _world = new() { Settings = new FacebookSettings { RequireAppSecretProof = true } };
    private SandboxServer _sandbox = null!;
    private ConnectorHttp _http = null!;
    private FacebookPages _pages = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string PageId => _world.Pages[0].Id;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions { Facebook = _world }, Cancellation);
        _http = new ConnectorHttp(TimeProvider.System, _log);
        _pages = FacebookPages.Create(
            new FacebookOptions
            {
                GraphUrl = new Uri(_sandbox.HttpUrl, "/facebook/graph"),
                VideoUrl = new Uri(_sandbox.HttpUrl, "/facebook/graph-video"),
                AppId = _world.AppId,
                AppSecret = _world.AppSecret,
                AccessToken = _world.UserToken,
            },
            new ConnectionTools(_http, _log, TimeProvider.System));
    }

    public async ValueTask DisposeAsync()
    {
        _pages.Dispose();
        _http.Dispose();
        await _sandbox.DisposeAsync();
        _log.Dispose();
    }

    [Fact]
    public async Task A_video_goes_up_is_described_and_gets_its_link()
    {
        var bytes = RandomNumberGenerator.GetBytes(3_000_001);
        var session = await _pages.StartUploadAsync(PageId, bytes.Length, Cancellation);
        await SendAsync(session, session.Window, bytes);

        await _pages.FinishUploadAsync(PageId, session.SessionId, new VideoDetails("Größe \"zählt\" 🎬", $"With @[{_world.Pages[1].Id}]\nand more"), Cancellation);
        FacebookVideo? video;
        while ((video = await _pages.FindVideoAsync(PageId, session.VideoId, Cancellation))!.Status == FacebookVideoStatus.Processing)
        {
            // Each look brings the stand-in's processing one step further.
        }

        await _pages.UpdateVideoAsync(PageId, session.VideoId, "New title", "New text", Cancellation);
        var post = await _pages.PostToFeedAsync(PageId, new FeedPost("Watch it", video.Permalink), Cancellation);

        Assert.Equal((FacebookVideoStatus.Ready, "Größe \"zählt\" 🎬"), (video.Status, video.Title));
        Assert.StartsWith("https://www.facebook.com/", video.Permalink!.AbsoluteUri, StringComparison.Ordinal);
        var held = Assert.Single(_sandbox.Facebook.Videos);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), held.Sha256);
        Assert.Equal(("New title", "New text"), (held.Title, held.Description));
        var posted = Assert.Single(_sandbox.Facebook.Posts);
        Assert.Equal((post, $"Watch it\n{video.Permalink}"), (posted.Id, posted.Message));
    }

    [Fact]
    public async Task An_interrupted_upload_goes_on_where_the_server_is()
    {
        var bytes = RandomNumberGenerator.GetBytes(5_000_000);
        var session = await _pages.StartUploadAsync(PageId, bytes.Length, Cancellation);
        using var file = new MemoryStream(bytes);
        _sandbox.Faults.Add(new SandboxFault("facebook", FaultEffect.LostAnswer, new FaultMatch { Parameters = new Dictionary<string, string> { ["upload_phase"] = "transfer" } }));

        var lost = await Assert.ThrowsAsync<ConnectorException>(
            () => _pages.TransferAsync(PageId, session.SessionId, session.Window, file, Cancellation));
        var corrected = await _pages.TransferAsync(PageId, session.SessionId, session.Window, file, Cancellation);
        await SendAsync(session, corrected, bytes);
        await _pages.FinishUploadAsync(PageId, session.SessionId, new VideoDetails("Talk", null), Cancellation);

        Assert.True(lost.OutcomeUnknown);
        Assert.True(corrected.Corrected);
        Assert.Equal(session.Window.End, corrected.Start);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), Assert.Single(_sandbox.Facebook.Videos).Sha256);
    }

    [Fact]
    public async Task A_correction_that_comes_as_text_is_followed_too()
    {
        _sandbox.Facebook.Settings = _sandbox.Facebook.Settings with { ErrorDataAsString = true };
        var bytes = RandomNumberGenerator.GetBytes(1_000_000);
        var session = await _pages.StartUploadAsync(PageId, bytes.Length, Cancellation);
        using var file = new MemoryStream(bytes);

        var corrected = await _pages.TransferAsync(PageId, session.SessionId, new UploadWindow(100, 200), file, Cancellation);

        Assert.Equal(session.Window with { Corrected = true }, corrected);
    }

    [Fact]
    public async Task A_throttled_page_waits_as_long_as_the_header_says_and_holds_up_itself_only()
    {
        _sandbox.Faults.Add(new SandboxFault("facebook", FaultEffect.RateLimit, new FaultMatch { Path = "*/videos" }, Code: 32, Minutes: 19));

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => _pages.StartUploadAsync(PageId, 1000, Cancellation));

        Assert.Equal((CallFault.RateLimited, TimeSpan.FromMinutes(19), $"facebook:page:{PageId}"), (fault.Kind, fault.RetryAfter, fault.Scope));
        Assert.Contains(fault.Scope, _pages.Scopes(PageId));
    }

    [Fact]
    public async Task A_lost_finish_is_looked_up_and_was_done()
    {
        var bytes = RandomNumberGenerator.GetBytes(1000);
        var session = await _pages.StartUploadAsync(PageId, bytes.Length, Cancellation);
        await SendAsync(session, session.Window, bytes);
        _sandbox.Faults.Add(new SandboxFault("facebook", FaultEffect.LostAnswer, new FaultMatch { Parameters = new Dictionary<string, string> { ["upload_phase"] = "finish" } }));

        var fault = await Assert.ThrowsAsync<ConnectorException>(
            () => _pages.FinishUploadAsync(PageId, session.SessionId, new VideoDetails("Talk", null), Cancellation));
        var video = await _pages.FindVideoAsync(PageId, session.VideoId, Cancellation);

        Assert.True(fault.OutcomeUnknown);
        Assert.Equal((FacebookVideoStatus.Processing, "Talk"), (video!.Status, video.Title));
    }

    [Fact]
    public async Task A_cancelled_upload_leaves_no_video()
    {
        var session = await _pages.StartUploadAsync(PageId, 1000, Cancellation);

        await _pages.CancelUploadAsync(PageId, session.SessionId, Cancellation);

        var video = await _pages.FindVideoAsync(PageId, session.VideoId, Cancellation);
        Assert.True(video is null or { Status: FacebookVideoStatus.Expired or FacebookVideoStatus.Error });
    }

    [Fact]
    public async Task Pages_are_listed_and_found_by_vanity_name()
    {
        var pages = await _pages.ListPagesAsync(Cancellation);
        var page = await _pages.ResolvePageAsync($"https://www.facebook.com/{_world.Pages[2].Username}/?ref=x", Cancellation);

        Assert.Equal(_world.Pages.Select(known => known.Id), pages.Select(known => known.Id));
        Assert.Equal(_world.Pages[2].Id, page.Id);
        Assert.True(page.CanPublish);
    }

    [Fact]
    public async Task Tokens_are_exchanged_inspected_and_refused()
    {
        var token = await _pages.ExchangeTokenAsync(_world.ShortUserToken, Cancellation);
        var alive = await _pages.InspectTokenAsync(token.AccessToken, Cancellation);
        _sandbox.Facebook.RefuseToken(token.AccessToken, 460);
        var dead = await _pages.InspectTokenAsync(token.AccessToken, Cancellation);

        Assert.True(alive.IsValid);
        Assert.Equal(_world.AppId, alive.AppId);
        Assert.False(dead.IsValid);
        Assert.NotNull(dead.Problem);
    }

    [Fact]
    public async Task A_dead_user_token_holds_up_the_connection()
    {
        _sandbox.Facebook.RefuseToken(_world.UserToken, 463);

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => _pages.ListPagesAsync(Cancellation));

        Assert.Equal((CallFault.Auth, "connection:facebook"), (fault.Kind, fault.Scope));
    }

    private async Task SendAsync(UploadSession session, UploadWindow window, byte[] bytes)
    {
        using var file = new MemoryStream(bytes);
        while (!window.IsComplete)
        {
            window = await _pages.TransferAsync(PageId, session.SessionId, window, file, Cancellation);
        }
    }
}
