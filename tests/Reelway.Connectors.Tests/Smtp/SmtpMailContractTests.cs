using Reelway.Contracts.Connectors;

namespace Reelway.Connectors.Tests.Smtp;

public sealed class SmtpMailContractTests : MailContract
{
    protected override ValueTask<IMailHarness> StartAsync(TimeSpan timeout, CancellationToken cancellation)
        => new(new SmtpMailHarness(timeout));
}
