using Reelway.Contracts.Connectors;

namespace Reelway.Connectors.Tests.Mailgun;

public sealed class MailgunMailContractTests : MailContract
{
    protected override ValueTask<IMailHarness> StartAsync(TimeSpan timeout, CancellationToken cancellation)
        => new(new MailgunHarness(timeout));
}
