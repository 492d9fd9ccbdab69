using Reelway.Contracts.Connectors;

namespace Reelway.Connectors.Tests.Mailgun;

public sealed class MailgunMailContractTests : MailContract
{
    /// <summary>SMTP has no such words, so the suite has no such check.</summary>
    [Fact]
    public async Task A_wait_that_is_named_is_kept()
    {
        await using var harness = new MailgunHarness(TimeSpan.FromSeconds(30));
        harness.Behave(MailTrouble.ThrottledFor90Seconds);

        var fault = await FailAsync(harness);

        Assert.Equal((CallFault.RateLimited, TimeSpan.FromSeconds(90)), (fault.Kind, fault.RetryAfter));
    }

    protected override ValueTask<IMailHarness> StartAsync(TimeSpan timeout, CancellationToken cancellation)
        => new(new MailgunHarness(timeout));
}
