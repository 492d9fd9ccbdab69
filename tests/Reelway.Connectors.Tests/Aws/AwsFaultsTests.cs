using System.Globalization;
using Reelway.Connectors.Aws;
using Reelway.Contracts.Connectors;

namespace Reelway.Connectors.Tests.Aws;

public sealed class AwsFaultsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(400, "RequestThrottled", FaultKind.RateLimited)]
    [InlineData(400, "OverLimit", FaultKind.RateLimited)]
    [InlineData(400, "QueueDoesNotExist", FaultKind.Permanent)]
    [InlineData(400, "ExpiredTokenException", FaultKind.Auth)]
    [InlineData(400, "AccessDeniedException", FaultKind.Auth)]
    [InlineData(403, "SomethingNew", FaultKind.Auth)]
    [InlineData(400, "SomethingNew", FaultKind.Permanent)]
    [InlineData(400, "RequestTimeout", FaultKind.Transient)]
    public async Task A_code_goes_before_its_status(int status, string code, FaultKind kind)
    {
        await using var harness = new AwsHarness();
        harness.Server.Otherwise = _ => AwsHarness.Error(status, code);

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => harness.ReadAsync(Cancellation));

        Assert.Equal((kind, code), (fault.Kind, fault.RemoteCode));
        Assert.StartsWith("AWS: could not read the attributes of queue https://sqs.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_permission_holds_up_no_other_call()
    {
        await using var harness = new AwsHarness();
        harness.Server.AnswerNext(AwsHarness.Error(400, "AccessDenied"));

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => harness.ReadAsync(Cancellation));

        Assert.Null(fault.Scope);
        Assert.Contains("permission", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("InvalidSignatureException", "Signature expired: 1 is now earlier than 2")]
    [InlineData("RequestTimeTooSkewed", "too large")]
    public async Task A_wrong_clock_is_made_up_for_once(string code, string message)
    {
        await using var harness = new AwsHarness();
        var theirs = TimeProvider.System.GetUtcNow().AddHours(3);
        var refusal = AwsHarness.Error(403, code, message).With(("Date", theirs.ToString("R", CultureInfo.InvariantCulture)));
        harness.Server.AnswerNext(refusal, ScriptedAnswer.Json(harness.ReadAnswer));

        await harness.ReadAsync(Cancellation);
        harness.Server.Otherwise = _ => AwsHarness.Error(403, code, message);
        var fault = await Assert.ThrowsAsync<ConnectorException>(() => harness.ReadAsync(Cancellation));

        var signed = DateTimeOffset.ParseExact(
            harness.Server.Received[1].Headers["X-Amz-Date"], "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        Assert.True(signed > theirs.AddMinutes(-5), $"signed at {signed}");
        Assert.Equal(FaultKind.Auth, fault.Kind);
        Assert.Contains("clock", fault.Message, StringComparison.Ordinal);
        Assert.Contains("clock", harness.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_older_name_of_a_code_counts_as_well()
    {
        await using var harness = new AwsHarness();
        harness.Server.Otherwise = _ => ScriptedAnswer.Json("{}", 400).With(("x-amzn-query-error", "AWS.SimpleQueueService.NonExistentQueue;Sender"));

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => harness.ReadAsync(Cancellation));

        Assert.Equal("AWS.SimpleQueueService.NonExistentQueue", fault.RemoteCode);
        Assert.Contains("check its name", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Single_events_fail_by_themselves()
    {
        await using var harness = new AwsHarness();
        harness.Server.AnswerNext(ScriptedAnswer.Json("""
            {"FailedEntryCount":2,"Entries":[{"EventId":"1"},{"ErrorCode":"ThrottlingException","ErrorMessage":"slow"},{"ErrorCode":"MalformedDetail","ErrorMessage":"bad"}]}
            """));

        var results = await harness.Events.PutAsync([.. Enumerable.Repeat(new OutgoingEvent("a", "b", "{}"), 3)], Cancellation);

        Assert.Equal([null, FaultKind.RateLimited, FaultKind.Permanent], results.Select(result => result.Fault?.Kind));
        Assert.Equal("1", results[0].Id);
    }
}
