using System.Globalization;
using Reelway.Contracts.Connectors;

namespace Reelway.Connectors.Tests.Aws;

/// <summary>What no recorded answer shows: every code with every status, and a clock that is put right.</summary>
public sealed class AwsFaultsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(400, "RequestThrottled", CallFault.RateLimited)]
    [InlineData(400, "OverLimit", CallFault.RateLimited)]
    [InlineData(400, "QueueDoesNotExist", CallFault.Permanent)]
    [InlineData(400, "ExpiredTokenException", CallFault.Auth)]
    [InlineData(400, "AccessDeniedException", CallFault.Auth)]
    [InlineData(403, "SomethingNew", CallFault.Auth)]
    [InlineData(400, "SomethingNew", CallFault.Permanent)]
    [InlineData(400, "RequestTimeout", CallFault.Transient)]
    public async Task A_code_goes_before_its_status(int status, string code, CallFault kind)
    {
        await using var harness = new AwsHarness();
        harness.Server.Otherwise = _ => AwsHarness.Error(status, code);

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => harness.ReadAsync(Cancellation));

        Assert.Equal((kind, code), (fault.Kind, fault.RemoteCode));
        Assert.StartsWith("AWS: could not read the attributes of queue https://sqs.", fault.Message, StringComparison.Ordinal);
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
        Assert.Equal(CallFault.Auth, fault.Kind);
        Assert.Contains("clock", fault.Message, StringComparison.Ordinal);
        Assert.Contains("clock", harness.Log.Text, StringComparison.Ordinal);
    }
}
