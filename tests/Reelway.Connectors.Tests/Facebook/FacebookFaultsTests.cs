using Reelway.Connectors.Facebook;
using Reelway.Contracts.Connectors;

namespace Reelway.Connectors.Tests.Facebook;

/// <summary>What no recorded answer shows: every code, and envelopes and headers of odd shapes.</summary>
public sealed class FacebookFaultsTests
{
    private const string PageScope = "facebook:page:1755847768034402";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(4, CallFault.RateLimited, "facebook:app:9001")]
    [InlineData(341, CallFault.RateLimited, "facebook:app:9001")]
    [InlineData(17, CallFault.RateLimited, "facebook:user:fb-main")]
    [InlineData(32, CallFault.RateLimited, PageScope)]
    [InlineData(368, CallFault.RateLimited, PageScope)]
    [InlineData(613, CallFault.RateLimited, PageScope)]
    [InlineData(80001, CallFault.RateLimited, PageScope)]
    [InlineData(80014, CallFault.RateLimited, PageScope)]
    [InlineData(102, CallFault.Auth, PageScope)]
    [InlineData(190, CallFault.Auth, PageScope)]
    [InlineData(10, CallFault.Auth, PageScope)]
    [InlineData(200, CallFault.Auth, PageScope)]
    [InlineData(299, CallFault.Auth, PageScope)]
    [InlineData(1404078, CallFault.Auth, PageScope)]
    [InlineData(1, CallFault.Transient, null)]
    [InlineData(2, CallFault.Transient, null)]
    [InlineData(6000, CallFault.Transient, null)]
    [InlineData(3, CallFault.Permanent, null)]
    [InlineData(100, CallFault.Permanent, null)]
    [InlineData(300, CallFault.Permanent, null)]
    [InlineData(389, CallFault.Permanent, null)]
    [InlineData(506, CallFault.Permanent, null)]
    [InlineData(1609005, CallFault.Permanent, null)]
    [InlineData(80010, CallFault.Permanent, null)]
    [InlineData(424242, CallFault.Permanent, null)]
    public async Task The_code_decides_whatever_the_status_is(int code, CallFault kind, string? scope)
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
        => Assert.Equal(CallFault.Transient, (await PostAsync(FacebookHarness.Error(500, 6001, subcode))).Kind);

    [Theory]
    [InlineData("""{"error":{"message":"blocked","type":"OAuthException","code":368,"error_sub""", CallFault.RateLimited, PageScope)]
    [InlineData("""{"error":{"code":190,"message":"The token""", CallFault.Auth, PageScope)]
    [InlineData("""{"error":{"message":"(#368) The action attempted has been deemed abusive","code":36""", CallFault.Transient, null)]
    [InlineData("""{"error":{"mess""", CallFault.Transient, null)]
    [InlineData("{", CallFault.Transient, null)]
    public async Task An_error_that_is_cut_off_is_what_has_arrived_of_it_or_is_asked_for_again(string body, CallFault kind, string? scope)
    {
        foreach (var status in new[] { 400, 403 })
        {
            var fault = await PostAsync(ScriptedAnswer.Json(body, status));
            Assert.Equal((kind, scope, false), (fault.Kind, fault.Scope, fault.OutcomeUnknown));
        }
    }

    [Theory]
    [InlineData("""{"error":"text"}""")]
    [InlineData("""{"error":{"code":"many","message":[]}}""")]
    [InlineData("""{"error":null}""")]
    [InlineData("[[[[")]
    public async Task An_envelope_of_another_shape_leaves_the_status_to_decide(string body)
    {
        Assert.Equal(CallFault.Permanent, (await PostAsync(ScriptedAnswer.Json(body, 400))).Kind);
        Assert.Equal(CallFault.Transient, (await PostAsync(ScriptedAnswer.Json(body, 503))).Kind);
    }

    [Theory]
    [InlineData("""{"1755847768034402":[{"type":"pages","estimated_time_to_regain_access":0},{"type":"ads_management","estimated_time_to_regain_access":"33"}]}""", 33)]
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

    private static async Task<ConnectorException> PostAsync(ScriptedAnswer answer)
    {
        // Without a user token a refused page token is not fetched again, so that one request is all there is.
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
