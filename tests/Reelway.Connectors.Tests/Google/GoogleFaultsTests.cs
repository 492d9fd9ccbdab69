using Reelway.Contracts.Connectors;

namespace Reelway.Connectors.Tests.Google;

/// <summary>What recorded answers come to mean.</summary>
public sealed class GoogleFaultsTests
{
    private const string Connection = "connection:google-main";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("quota", CallFault.RateLimited, "RATE_LIMIT_EXCEEDED", Connection, "after the wait")]
    [InlineData("quota-with-time", CallFault.RateLimited, "RESOURCE_EXHAUSTED", Connection, "after the wait")]
    [InlineData("quota-as-page", CallFault.RateLimited, "http-429", Connection, "Sorry...")]
    [InlineData("drive-quota-as-403", CallFault.RateLimited, "userRateLimitExceeded", Connection, "User Rate Limit Exceeded")]
    [InlineData("not-shared", CallFault.Auth, "PERMISSION_DENIED", null, "share the sheet with talks@test-project.iam.gserviceaccount.com as an editor")]
    [InlineData("api-switched-off", CallFault.Auth, "SERVICE_DISABLED", Connection, "switch on the Google Sheets API in the project")]
    [InlineData("scope-missing", CallFault.Auth, "ACCESS_TOKEN_SCOPE_INSUFFICIENT", null, "rules keep the account from it")]
    [InlineData("no-such-sheet", CallFault.Permanent, "NOT_FOUND", null, "that it is shared with talks@test-project")]
    [InlineData("no-such-tab", CallFault.Permanent, "INVALID_ARGUMENT", null, "Unable to parse range: 'Talks'")]
    [InlineData("excel-file", CallFault.Permanent, "FAILED_PRECONDITION", null, "Save as Google Sheets")]
    [InlineData("internal", CallFault.Transient, "INTERNAL", null, "it is tried again")]
    [InlineData("overloaded", CallFault.Transient, "UNAVAILABLE", null, "it is tried again")]
    [InlineData("overloaded-as-page", CallFault.Transient, "http-502", null, "Error 502 (Server Error)!!1")]
    public async Task An_answer_is_told_in_words_that_say_what_to_do(string payload, CallFault kind, string code, string? scope, string words)
    {
        await using var harness = new GoogleHarness();
        harness.Server.Otherwise = _ => RecordedAnswer.Read("Google", payload);

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => harness.ReadAsync(Cancellation));

        Assert.Equal((kind, code, scope), (fault.Kind, fault.RemoteCode, fault.Scope));
        Assert.StartsWith("Google: could not read sheet Programme: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("quota", 60)]
    [InlineData("quota-with-time", 17)]
    public async Task A_quota_is_waited_for_as_long_as_named_or_else_a_minute(string payload, int seconds)
    {
        await using var harness = new GoogleHarness();
        harness.Server.AnswerNext(RecordedAnswer.Read("Google", payload));

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => harness.WriteAsync(Cancellation));

        Assert.Equal((TimeSpan.FromSeconds(seconds), false), (fault.RetryAfter, fault.OutcomeUnknown));
        Assert.Single(harness.Server.Received);
    }

    [Theory]
    [InlineData("internal", true)]
    [InlineData("overloaded", false)]
    [InlineData("overloaded-as-page", true)]
    public async Task A_write_may_have_happened_where_the_answer_leaves_it_open(string payload, bool unknown)
    {
        await using var harness = new GoogleHarness();
        harness.Server.AnswerNext(RecordedAnswer.Read("Google", payload));

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => harness.WriteAsync(Cancellation));

        Assert.Equal((CallFault.Transient, unknown), (fault.Kind, fault.OutcomeUnknown));
    }

    [Theory]
    [InlineData("token-key-deleted", "see in the Google Cloud console whether talks@test-project")]
    [InlineData("token-account-gone", "account not found [invalid_grant]")]
    [InlineData("token-clock", "set this machine's clock right")]
    public async Task A_refused_assertion_asks_for_a_person(string payload, string words)
    {
        await using var harness = new GoogleHarness();
        harness.Tokens.Otherwise = _ => RecordedAnswer.Read("Google", payload);

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => harness.ReadAsync(Cancellation));

        Assert.Equal((CallFault.Auth, Connection, "invalid_grant"), (fault.Kind, fault.Scope, fault.RemoteCode));
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
        Assert.Empty(harness.Server.Received);
    }

    [Fact]
    public async Task A_wrong_clock_is_told_by_how_much()
    {
        await using var harness = new GoogleHarness();
        var googles = TimeProvider.System.GetUtcNow().AddMinutes(-90);
        harness.Tokens.Otherwise = _ => RecordedAnswer.Read("Google", "token-clock").With(("Date", googles.ToString("R")));

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => harness.ReadAsync(Cancellation));

        Assert.Matches("this machine's clock is 54[0-9]{2} s ahead of Google's; set it right", fault.Message);
    }

    [Fact]
    public async Task A_page_of_the_network_instead_of_a_token_is_a_passing_fault()
    {
        await using var harness = new GoogleHarness();
        harness.Tokens.Otherwise = _ => RecordedAnswer.Read("Google", "token-page");

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => harness.ReadAsync(Cancellation));

        Assert.Equal(CallFault.Transient, fault.Kind);
        Assert.Empty(harness.Server.Received);
    }

    [Fact]
    public async Task Two_sheets_of_one_title_are_named_by_their_ids()
    {
        await using var harness = new GoogleHarness();
        harness.Server.AnswerNext(RecordedAnswer.Read("Google", "two-of-one-title"));

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => harness.Sheets.ResolveAsync("WS_16_Speakers", null, Cancellation));

        Assert.Equal(CallFault.Permanent, fault.Kind);
        Assert.Contains("1first, 1second; name the right one by its id", fault.Message, StringComparison.Ordinal);
    }
}
