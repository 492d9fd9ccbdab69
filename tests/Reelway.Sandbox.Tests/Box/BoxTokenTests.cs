
namespace Reelway.Sandbox.Tests.Box;

public sealed class BoxTokenTests : IAsyncLifetime
{
    private SandboxHttp _http = null!;
    private BoxCaller _caller = null!;

    public async ValueTask InitializeAsync() => _caller = new BoxCaller(_http = await SandboxHttp.StartAsync());

    public ValueTask DisposeAsync() => _http.DisposeAsync();

    [Theory]
    [InlineData("RS256")]
    [InlineData("RS384")]
    [InlineData("RS512")]
    public async Task An_assertion_that_the_applications_key_signs_brings_a_token(string algorithm)
    {
        var answer = await _caller.AssertAsync(BoxCaller.Claims(), algorithm);

        Assert.Equal((200, 3600, "bearer"), (answer.Status, (int)answer.Json["expires_in"]!, (string)answer.Json["token_type"]!));
        Assert.Equal(200, (await _caller.SendAsync(HttpMethod.Get, "/box/2.0/users/me", null, (string)answer.Json["access_token"]!)).Status);
    }

    [Theory]
    [InlineData("iss", "another")]
    [InlineData("sub", "999")]
    [InlineData("box_sub_type", "user")]
    [InlineData("aud", "https://api.box.com/2.0")]
    [InlineData("jti", "fifteen-letters")]
    public async Task A_claim_that_does_not_fit_is_refused(string claim, string value)
    {
        var claims = BoxCaller.Claims();
        claims[claim] = value;

        Assert.Equal(400, (await _caller.AssertAsync(claims)).Status);
    }

    [Fact]
    public async Task Another_key_or_algorithm_is_refused()
    {
        Assert.Equal(400, (await _caller.AssertAsync(BoxCaller.Claims(), kid: "other")).Status);
        Assert.Equal(400, (await _caller.AssertAsync(BoxCaller.Claims(), algorithm: "none")).Status);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(70)]
    public async Task An_assertion_is_neither_over_nor_of_a_minute_and_more_ahead(int seconds)
    {
        var claims = BoxCaller.Claims();
        claims["exp"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + seconds;

        var answer = await _caller.AssertAsync(claims);

        Assert.Equal((400, "invalid_grant"), (answer.Status, (string)answer.Json["error"]!));
        Assert.Contains("'exp'", (string)answer.Json["error_description"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_assertion_is_taken_once()
    {
        var claims = BoxCaller.Claims();

        Assert.Equal(200, (await _caller.AssertAsync(claims)).Status);
        var again = await _caller.AssertAsync(claims);

        Assert.Contains("'jti'", (string)again.Json["error_description"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_that_is_off_is_seen_in_the_date_of_the_refusal()
    {
        _http.Server.Box.Settings = _http.Server.Box.Settings with { ClockAheadSeconds = 900 };
        var claims = BoxCaller.Claims();
        var refused = await _caller.AssertAsync(claims);

        (claims["jti"], claims["exp"]) = (Guid.NewGuid().ToString("N"), refused.Headers.Date!.Value.ToUnixTimeSeconds() + 40);

        Assert.Equal(400, refused.Status);
        Assert.InRange(refused.Headers.Date.Value - TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(890), TimeSpan.FromSeconds(901));
        Assert.Equal(200, (await _caller.AssertAsync(claims)).Status);
    }

    [Fact]
    public async Task A_token_ends_after_an_hour_and_the_refusal_has_no_body()
    {
        await using var http = await SandboxHttp.StartAsync(new SandboxOptions { Time = new Clocks(out var clock) });
        var caller = new BoxCaller(http);
        await caller.LogInAsync();
        clock.Ahead = TimeSpan.FromMinutes(59);
        Assert.Equal(200, (await caller.GetAsync("/box/2.0/users/me")).Status);

        clock.Ahead = TimeSpan.FromMinutes(61);
        var refused = await caller.GetAsync("/box/2.0/users/me");

        Assert.Equal((401, 0), (refused.Status, refused.Body.Length));
        Assert.Contains("invalid_token", refused.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_and_uploads_of_a_minute_are_counted_apart()
    {
        await _caller.LogInAsync();
        _http.Server.Box.Settings = _http.Server.Box.Settings with { CallsPerMinute = 5, UploadsPerMinute = 2 };

        var uploads = new List<BoxCalled>();
        for (var i = 0; i < 3; i++)
        {
            uploads.Add(await _caller.UploadAsync($"{i}.txt", [1]));
        }

        Assert.Equal([201, 201, 429], uploads.Select(answer => answer.Status));
        Assert.InRange(uploads[2].Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Assert.Equal(200, (await _caller.GetAsync("/box/2.0/users/me")).Status);
        Assert.Equal(200, (await _caller.GetAsync("/box/2.0/users/me")).Status);
        Assert.Equal("rate_limit_exceeded", (await _caller.GetAsync("/box/2.0/users/me")).Code);
    }

    /// <summary>The time, and what is added to it.</summary>
    private sealed class Clocks : TimeProvider
    {
        public Clocks(out Clocks self) => self = this;

        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Ahead;
    }
}
