using Reelway.Connectors.Facebook;
using Reelway.Contracts.Connectors;

namespace Reelway.Connectors.Tests.Facebook;

public sealed class FacebookFaultsTests
{
    private const string PageScope = "facebook:page:1755847768034402";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(4, FaultKind.RateLimited, "facebook:app:9001")]
    [InlineData(341, FaultKind.RateLimited, "facebook:app:9001")]
    [InlineData(17, FaultKind.RateLimited, "facebook:user:fb-main")]
    [InlineData(32, FaultKind.RateLimited, PageScope)]
    [InlineData(368, FaultKind.RateLimited, PageScope)]
    [InlineData(613, FaultKind.RateLimited, PageScope)]
    [InlineData(80001, FaultKind.RateLimited, PageScope)]
    [InlineData(80014, FaultKind.RateLimited, PageScope)]
    [InlineData(102, FaultKind.Auth, PageScope)]
    [InlineData(190, FaultKind.Auth, PageScope)]
    [InlineData(10, FaultKind.Auth, PageScope)]
    [InlineData(200, FaultKind.Auth, PageScope)]
    [InlineData(299, FaultKind.Auth, PageScope)]
    [InlineData(1404078, FaultKind.Auth, PageScope)]
    [InlineData(1, FaultKind.Transient, null)]
    [InlineData(2, FaultKind.Transient, null)]
    [InlineData(6000, FaultKind.Transient, null)]
    [InlineData(3, FaultKind.Permanent, null)]
    [InlineData(100, FaultKind.Permanent, null)]
    [InlineData(300, FaultKind.Permanent, null)]
    [InlineData(389, FaultKind.Permanent, null)]
    [InlineData(506, FaultKind.Permanent, null)]
    [InlineData(1609005, FaultKind.Permanent, null)]
    [InlineData(80010, FaultKind.Permanent, null)]
    [InlineData(424242, FaultKind.Permanent, null)]
    public async Task The_code_decides_whatever_the_status_is(int code, FaultKind kind, string? scope)
    {
        foreach (var status in new[] { 400, 403, 429, 500 })
        {
            var fault = await PostAsync(FacebookHarness.Error(status, code));
            Assert.Equal((kind, scope, false), (fault.Kind, fault.Scope, fault.OutcomeUnknown));
        }
    }

    [Theory]
    [InlineData(1363019)]
    [InlineData(1363021)]
    [InlineData(1363030)]
    [InlineData(1363033)]
    [InlineData(1363041)]
    [InlineData(1363011)]
    [InlineData(6000)]
    public async Task Subcodes_of_passing_upload_errors_are_tried_again(int subcode)
        => Assert.Equal(FaultKind.Transient, (await PostAsync(FacebookHarness.Error(500, 6001, subcode))).Kind);

    [Fact]
    public async Task What_the_answer_calls_transient_is_tried_again()
    {
        Assert.Equal(FaultKind.Transient, (await PostAsync(FacebookHarness.Error(500, 6001, 5, more: ",\"is_transient\":true"))).Kind);
        Assert.Equal(FaultKind.Permanent, (await PostAsync(FacebookHarness.Error(500, 6001, 5, more: ",\"is_transient\":false"))).Kind);
    }

    [Theory]
    [InlineData("API calls from the server require an appsecret_proof argument")]
    [InlineData("Invalid appsecret_proof provided in the API argument")]
    public async Task A_wrong_proof_is_a_setting_to_correct_and_no_dead_login(string message)
    {
        var fault = await PostAsync(FacebookHarness.Error(400, 100, message: message));

        Assert.Equal(FaultKind.Permanent, fault.Kind);
        Assert.Contains("set app_secret", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(458, "removed the app")]
    [InlineData(459, "checkpoint")]
    [InlineData(460, "changed the password")]
    [InlineData(463, "expired")]
    [InlineData(464, "unconfirmed")]
    [InlineData(467, "made invalid")]
    [InlineData(492, "lost the role")]
    [InlineData(1, "not valid any more")]
    public async Task A_dead_token_is_explained(int subcode, string expected)
    {
        var fault = await PostAsync(FacebookHarness.Error(400, 190, subcode));

        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.Contains("log in", fault.Message, StringComparison.Ordinal);
        Assert.Equal($"190/{subcode}", fault.RemoteCode);
    }

    [Fact]
    public async Task Numbers_inside_texts_and_ids_are_no_codes()
    {
        var fault = await PostAsync(FacebookHarness.Error(400, 100, message: "Object 190490032368 (#32) was throttled 613 times", more: ",\"error_user_msg\":\"(#190) code 4\""));

        Assert.Equal((FaultKind.Permanent, "100"), (fault.Kind, fault.RemoteCode));
    }

    [Fact]
    public async Task An_error_without_its_wrapper_is_read()
    {
        var fault = await PostAsync(ScriptedAnswer.Json("""{"code":32,"message":"Page request limit reached"}""", 403));

        Assert.Equal((FaultKind.RateLimited, "32"), (fault.Kind, fault.RemoteCode));
    }

    [Fact]
    public async Task An_error_with_status_200_is_an_error()
        => Assert.Equal(FaultKind.Permanent, (await PostAsync(FacebookHarness.Error(200, 100))).Kind);

    [Theory]
    [InlineData("""{"error":"text"}""")]
    [InlineData("""{"error":{"code":"many","message":[]}}""")]
    [InlineData("""{"error":null}""")]
    [InlineData("[[[[")]
    public async Task An_envelope_of_another_shape_leaves_the_status_to_decide(string body)
    {
        Assert.Equal(FaultKind.Permanent, (await PostAsync(ScriptedAnswer.Json(body, 400))).Kind);
        Assert.Equal(FaultKind.Transient, (await PostAsync(ScriptedAnswer.Json(body, 503))).Kind);
    }

    [Theory]
    [InlineData("""{"1755847768034402":[{"type":"pages","call_count":95,"estimated_time_to_regain_access":19}]}""", 19)]
    [InlineData("""{"1755847768034402":[{"type":"pages","estimated_time_to_regain_access":0},{"type":"ads_management","estimated_time_to_regain_access":"33"}]}""", 33)]
    [InlineData("""{"5":[{"estimated_time_to_regain_access":500}],"1755847768034402":[{"estimated_time_to_regain_access":7}]}""", 7)]
    [InlineData("""{"5":[{"estimated_time_to_regain_access":12}],"6":[{"estimated_time_to_regain_access":50}]}""", 50)]
    [InlineData("""{"1755847768034402":[{"call_count":100,"estimated_time_to_regain_access":0}]}""", 360)]
    [InlineData("""{"1755847768034402":null}""", 360)]
    [InlineData("""{"1755847768034402":[null]}""", 360)]
    [InlineData("""[]""", 360)]
    [InlineData("""{"1755847768034402":""", 360)]
    [InlineData("""{"1755847768034402":[{"estimated_time_to_regain_access":1e300}]}""", 10080)]
    public async Task The_wait_comes_from_the_usage_header_and_else_from_the_settings(string header, int minutes)
    {
        var fault = await PostAsync(FacebookHarness.Error(400, 32).With(("X-Business-Use-Case-Usage", header)));

        Assert.Equal(TimeSpan.FromMinutes(minutes), fault.RetryAfter);
    }

    [Fact]
    public async Task A_block_for_abuse_waits_long_even_when_the_header_names_minutes()
    {
        var fault = await PostAsync(FacebookHarness.Error(400, 368).With(
            ("X-Business-Use-Case-Usage", """{"1755847768034402":[{"estimated_time_to_regain_access":5}]}""")));

        Assert.Equal(TimeSpan.FromHours(24), fault.RetryAfter);
    }

    private static async Task<ConnectorException> PostAsync(ScriptedAnswer answer)
    {
        // Without a user token a refused page token is not fetched anew, so that one request is all there is.
        await using var harness = new FacebookHarness(change: options => new FacebookOptions
        {
            Connection = options.Connection,
            AppId = options.AppId,
            GraphUrl = options.GraphUrl,
            PageTokens = options.PageTokens,
        });
        harness.Server.AnswerNext(answer);
        var fault = await Assert.ThrowsAsync<ConnectorException>(
            () => harness.Pages.PostToFeedAsync(FacebookHarness.PageId, new FeedPost("Hello", null), Cancellation));
        Assert.Single(harness.Server.Received);
        return fault;
    }
}
