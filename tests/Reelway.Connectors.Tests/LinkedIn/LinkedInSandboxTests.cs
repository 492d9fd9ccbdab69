using Reelway.Connectors.LinkedIn;
using Reelway.Connectors.Posting;
using Reelway.Contracts.Connectors;
using Reelway.Sandbox;
using Reelway.Sandbox.Faults;
using Reelway.Sandbox.LinkedIn;

namespace Reelway.Connectors.Tests.LinkedIn;

/// <summary>LinkedIn's own ways, against the stand-in.</summary>
public sealed class LinkedInSandboxTests : IAsyncLifetime
{
    private readonly LinkedInSandboxOptions _world = new();
    private readonly CapturedLog _log = new();
    private ConnectorHttp _http = null!;
    private SandboxServer _sandbox = null!;
    private KeptLogin? _kept;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions { LinkedIn = _world }, Cancellation);
        _http = new ConnectorHttp(TimeProvider.System, _log);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _sandbox.DisposeAsync();
        _log.Dispose();
    }

    [Fact]
    public async Task Hashtags_are_hashtags_and_nothing_is_cut_off()
    {
        await Posts().PublishAsync(new OutgoingPost("Größe (all) of #Owls_2026 & C# #1 @desk"), Cancellation);

        var share = Assert.Single(_sandbox.LinkedIn.Shares);
        Assert.Equal("Größe (all) of #Owls_2026 & C# #1 @desk", share.Text);
        Assert.Equal(["Owls_2026"], share.Hashtags);
    }

    [Fact]
    public async Task A_version_that_is_not_served_any_more_holds_up_the_connection()
    {
        _sandbox.LinkedIn.Settings = new LinkedInSettings { OldestVersion = "202701", NewestVersion = "202711" };

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => Posts().PublishAsync(new OutgoingPost("Hello"), Cancellation));

        Assert.Equal((CallFault.Auth, true, "connection:linkedin"), (fault.Kind, fault.IsDenied, fault.Scope));
        Assert.Contains("set version of the connection to a newer one", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_comment_that_comes_too_soon_is_sent_again_after_some_seconds()
    {
        _sandbox.LinkedIn.Settings = new LinkedInSettings { FailsFirstComments = true, HasBareCommentIds = true };
        var posts = Posts();
        var post = await posts.PublishAsync(new OutgoingPost("Hello"), Cancellation);
        var comment = new OutgoingPost("Slides: https://example.org") { InReplyTo = post.Id };

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => posts.PublishAsync(comment, Cancellation));
        var said = await posts.PublishAsync(comment, Cancellation);

        Assert.Equal((CallFault.Transient, false, TimeSpan.FromSeconds(5)), (fault.Kind, fault.OutcomeUnknown, fault.RetryAfter));
        Assert.Equal(said.Id, _sandbox.LinkedIn.Shares[^1].Urn);
        await posts.DeleteAsync(said.Id, Cancellation);
        Assert.Single(_sandbox.LinkedIn.Shares);
    }

    [Fact]
    public async Task Media_that_is_not_ready_is_waited_for_and_nothing_is_out()
    {
        var posts = Posts();
        using var content = new MemoryStream(new byte[100_000]);
        var picture = new PostMedia("image/png");
        picture = picture with { Asset = await posts.UploadAsync(picture, content, Cancellation) };

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => posts.PublishAsync(new OutgoingPost("Look") { Media = [picture] }, Cancellation));

        Assert.Equal((CallFault.Transient, false, TimeSpan.FromMinutes(1)), (fault.Kind, fault.OutcomeUnknown, fault.RetryAfter));
        Assert.Empty(_sandbox.LinkedIn.Shares);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_LinkedIn_tells_no_doubles_of_is_not_sent_again(bool isComment)
    {
        var posts = LinkedInPosts.Create(Options(author: null), Tools());
        var post = new OutgoingPost("Hello") { MayBeOut = DateTimeOffset.UnixEpoch };
        post = isComment ? post with { InReplyTo = "urn:li:share:1" } : post with { Media = [new PostMedia("image/png") { Asset = "urn:li:image:1" }] };

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => posts.PublishAsync(post, Cancellation));

        Assert.True(fault.OutcomeUnknown);
        Assert.Empty(_sandbox.LinkedIn.Requests.Entries);
    }

    [Fact]
    public async Task What_LinkedIn_has_not_counted_is_not_zero()
    {
        _sandbox.LinkedIn.Settings = new LinkedInSettings { HasNoFigures = true };
        var posts = Posts();
        var post = await posts.PublishAsync(new OutgoingPost("Hello"), Cancellation);

        var measure = await posts.MeasureAsync(post.Id, Cancellation);

        Assert.Equal(new PostMeasure { Unread = "LinkedIn has no figures of this post yet." }, measure);
    }

    [Theory]
    [InlineData("ADMINISTRATOR", null, 0)]
    [InlineData("CONTENT_ADMIN", null, 1)]
    [InlineData("RECRUITING_POSTER", "a role at the organisation", 1)]
    public async Task The_check_says_who_posts_and_what_the_role_is_good_for(string role, string? missing, int warnings)
    {
        await _sandbox.DisposeAsync();
        var world = new LinkedInSandboxOptions { Members = [_world.Members[0] with { Roles = new Dictionary<string, string> { ["5515715"] = role } }] };
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions { LinkedIn = world }, Cancellation);
        using var clients = new ConnectionClients(ConnectorCatalog.Require("linkedin"), Options("5515715"), Tools());

        var check = await clients.CheckAsync(Cancellation);

        Assert.Equal("Eva Field for urn:li:organization:5515715", check.Identity);
        Assert.Equal(missing, check.Missing.SingleOrDefault()?.Name);
        Assert.Equal(warnings, check.Warnings.Count);
    }

    [Theory]
    [InlineData("sandbox-linkedin-token", false)]
    [InlineData("""{"access_token":"sandbox-linkedin-token","expires_in":5184000,"refresh_token":"sandbox-linkedin-refresh","refresh_token_expires_in":31536000,"scope":"w_member_social"}""", true)]
    public async Task A_token_is_taken_by_itself_or_with_what_it_was_answered_with(string pasted, bool lasts)
    {
        using var clients = Clients(new LinkedInOptions { Url = Url, LoginUrl = Url });

        var login = await clients.LogInAsync(pasted, Cancellation);
        _kept = new KeptLogin(login.Secret, 1);
        await clients.Find<IPostPublisher>()!.PublishAsync(new OutgoingPost("Hello"), Cancellation);

        Assert.Equal(("Eva Field", lasts), (login.Summary, login.ExpiresAt is not null));
        Assert.Equal(lasts ? 0 : 1, login.Warnings.Count);
        Assert.Equal("urn:li:person:782bbtaQ", Assert.Single(_sandbox.LinkedIn.Shares).Author);
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("{\"token\":1}")]
    [InlineData("{")]
    public async Task What_is_no_token_is_refused_before_anything_is_sent(string pasted)
    {
        using var clients = Clients(new LinkedInOptions { Url = Url, LoginUrl = Url });

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => clients.LogInAsync(pasted, Cancellation));

        Assert.Equal(CallFault.Permanent, fault.Kind);
        Assert.Empty(_sandbox.LinkedIn.Requests.Entries);
    }

    [Fact]
    public async Task A_token_that_has_ended_is_renewed_and_the_post_goes_out_once()
    {
        _kept = new KeptLogin(new LinkedInLogin("ended", null, "sandbox-linkedin-refresh", null).ToText(), 1);
        using var clients = Clients(Options(author: null));

        await clients.Find<IPostPublisher>()!.PublishAsync(new OutgoingPost("Hello"), Cancellation);

        Assert.Single(_sandbox.LinkedIn.Shares);
        Assert.Equal(2, _kept.Version);
    }

    [Fact]
    public async Task A_browser_s_code_becomes_a_login()
    {
        using var clients = Clients(Options("5515715"));
        const string Redirect = "http://127.0.0.1:1/back";
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });

        using var sent = await browser.GetAsync(clients.LoginDialog(Redirect, "state 1"), Cancellation);
        var query = System.Web.HttpUtility.ParseQueryString(sent.Headers.Location!.Query);
        var login = await clients.LogInAsync(new LoginCode(query["code"]!, Redirect), Cancellation);

        Assert.Equal("state 1", query["state"]);
        Assert.Equal("Eva Field for urn:li:organization:5515715", login.Summary);
        await Assert.ThrowsAsync<ConnectorException>(() => clients.LogInAsync(new LoginCode(query["code"]!, Redirect), Cancellation));
    }

    [Fact]
    public async Task An_address_of_an_upload_that_is_no_good_any_more_says_nothing_about_the_login()
    {
        _sandbox.Faults.Add(new SandboxFault("linkedin", FaultEffect.Status, new FaultMatch { Method = "PUT" }, Status: 401));
        using var content = new MemoryStream(new byte[1000]);

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => Posts().UploadAsync(new PostMedia("image/png"), content, Cancellation));

        Assert.Equal((CallFault.Transient, null), (fault.Kind, fault.Scope));
    }

    private Uri Url => new(_sandbox.HttpUrl, "linkedin");

    private LinkedInPosts Posts() => LinkedInPosts.Create(Options("5515715"), Tools());

    private ConnectionClients Clients(LinkedInOptions options) => new(ConnectorCatalog.Require("linkedin"), options, Tools());

    private LinkedInOptions Options(string? author) => new()
    {
        Author = author,
        AccessToken = _world.Members[0].Token,
        ClientId = _world.ClientId,
        ClientSecret = _world.ClientSecret,
        Url = Url,
        LoginUrl = Url,
    };

    private ConnectionTools Tools() => new(_http, _log, TimeProvider.System)
    {
        Logins = (_, _) => Task.FromResult(_kept),
        Renew = async (_, seen, renew, cancellation) => _kept = new KeptLogin((await renew(cancellation)).Secret, seen + 1),
    };
}
